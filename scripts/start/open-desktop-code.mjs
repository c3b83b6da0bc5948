// @ts-check
import { spawn } from 'node:child_process';

/**
 * Opens a folder, at a place in it, in a new window of desktop VS Code that runs the extension from its sources.
 *
 * @param {string} command
 * @param {string} root folder of the extension
 * @param {string} folder
 * @param {string} place file:line:column
 * @returns {Promise<void>} when the window has been asked for; it stays open after this process
 */
export function openDesktopCode(command, root, folder, place) {
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder, '--goto', place];
  // On Windows the command is a .cmd file, which only a shell runs, and the shell wants spaces quoted.
  const shell = process.platform === 'win32';
  const [file, ...rest] = shell ? [command, ...args].map((part) => `"${part}"`) : [command, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(file ?? command, rest, { stdio: ['ignore', 'ignore', 'inherit'], shell });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ended with code ${String(code)} instead of opening a window.`));
    });
  });
}
