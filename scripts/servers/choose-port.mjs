// @ts-check
import { createServer } from 'node:net';

/**
 * A port that is free on 127.0.0.1 at this moment.
 *
 * @param {number | undefined} preferred taken where it is free
 * @returns {Promise<number>}
 */
export async function choosePort(preferred) {
  if (preferred !== undefined) {
    const port = await tryPort(preferred);
    if (port !== undefined) return port;
  }
  const port = await tryPort(0);
  if (port === undefined) throw new Error('There is no free port on 127.0.0.1.');
  return port;
}

/**
 * @param {number} wanted 0 for any
 * @returns {Promise<number | undefined>} undefined when it is taken
 */
function tryPort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => resolve(port));
    });
  });
}
