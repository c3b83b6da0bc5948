/** @typedef {{ median: number, min: number, p95: number, max: number }} Spread */

/**
 * @param {readonly number[]} values
 * @returns {Spread}
 */
export function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    min: sorted[0] ?? NaN,
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}

/** @param {Spread} values */
export function formatSpread({ median, min, p95 }) {
  return `${formatMs(median)} | ${formatMs(min)} | ${formatMs(p95)}`;
}

/** @param {number} ms */
function formatMs(ms) {
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(0);
}

/** @param {number} bytes */
export function formatSize(bytes) {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}
