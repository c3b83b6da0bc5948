const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** One bar for each value, the highest of them full; nothing where there are none. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  return values
    .map((value) => BARS[most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (BARS.length - 1))])
    .join('');
}
