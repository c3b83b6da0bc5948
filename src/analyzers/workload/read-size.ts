/** As PostgreSQL counts: 1 kB is 1024 bytes. */
const UNITS: Readonly<Record<string, number>> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/** `500MB` in bytes; `undefined`: it is no size above zero. */
export function readSize(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]b)$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * (UNITS[unit.toLowerCase()] ?? 0);
  return bytes > 0 ? bytes : undefined;
}
