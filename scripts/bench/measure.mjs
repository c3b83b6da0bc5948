/** @typedef {{ median: number, min: number, max: number }} Spread */

/**
 * @param {readonly number[]} values
 * @returns {Spread}
 */
export function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}

/**
 * @param {() => unknown} work
 * @returns {Promise<number>} milliseconds
 */
export async function time(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** @param {Spread} values */
export function formatSpread({ median, min, max }) {
  return `${formatMs(median)} | ${formatMs(min)} | ${formatMs(max)}`;
}

/** @param {number} ms */
function formatMs(ms) {
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}

/** @param {number} bytes */
export function formatSize(bytes) {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
