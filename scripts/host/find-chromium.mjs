// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser that shows code-server's window without a screen.
 *
 * @param {string | undefined} searchPath the PATH
 * @param {(file: string) => boolean} [exists]
 * @returns {string}
 * @throws an error that names the command which installs it
 */
export function findChromium(searchPath = process.env['PATH'], exists = existsSync) {
  const directories = (searchPath ?? '').split(path.delimiter).filter((directory) => directory !== '');
  const candidates = COMMANDS.flatMap((name) => directories.map((directory) => path.join(directory, name)));
  const found = candidates.find(exists);
  if (found !== undefined) return found;
  throw new Error(
    'Chromium is missing: it shows the VS Code that is tested. On Debian: sudo apt-get install --no-install-recommends chromium. Elsewhere install Chromium or Google Chrome.',
  );
}
