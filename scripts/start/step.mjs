// @ts-check

/**
 * Does one step of the start and tells it in one line, with the time it took.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} describe the outcome in a few words
 * @returns {Promise<T>}
 */
export async function step(name, work, describe) {
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${name}: ${describe(result)} (${seconds.toFixed(1)} s)`);
  return result;
}
