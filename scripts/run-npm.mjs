// Imports nothing that is installed: it is what installs.
import { spawn } from 'node:child_process';

/**
 * @param {string} folder
 * @param {string[]} args
 * @param {{ signal?: AbortSignal | undefined }} [options]
 */
export async function runNpm(folder, args, { signal } = {}) {
  const npmScript = process.env['npm_execpath'];
  // Started by npm: the same npm again. Else the one on the PATH, which is a .cmd file on Windows and needs a shell there.
  const [command, commandArgs] =
    npmScript === undefined ? ['npm', args] : [process.execPath, [npmScript, ...args]];
  const shell = npmScript === undefined && process.platform === 'win32';
  const child = spawn(command, commandArgs, { cwd: folder, stdio: 'inherit', shell, signal });
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with code ${String(code)}.`);
}
