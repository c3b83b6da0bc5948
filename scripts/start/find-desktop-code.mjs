// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';

const COMMANDS = ['code', 'code-insiders', 'codium'];
const MAC_APPLICATIONS = ['Visual Studio Code.app', 'Visual Studio Code - Insiders.app', 'VSCodium.app'];

/**
 * @typedef {object} Machine
 * @property {NodeJS.Platform} platform
 * @property {Record<string, string | undefined>} env
 * @property {number | undefined} uid
 * @property {(file: string) => boolean} exists
 */

/** @returns {Machine} */
function thisMachine() {
  return { platform: process.platform, env: process.env, uid: process.getuid?.(), exists: existsSync };
}

/**
 * The command that opens a window of desktop VS Code, or undefined where there is none that could.
 *
 * @param {Machine} [machine]
 * @returns {string | undefined}
 */
export function findDesktopCode(machine = thisMachine()) {
  if (!canOpenWindow(machine)) return undefined;
  const { platform, env, exists } = machine;
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const names = COMMANDS.map((name) => (platform === 'win32' ? `${name}.cmd` : name));
  const searchPath = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const directories = searchPath.split(paths.delimiter).filter((directory) => directory !== '');
  const candidates = names.flatMap((name) => directories.map((directory) => paths.join(directory, name)));
  if (platform === 'darwin') {
    for (const applications of ['/Applications', paths.join(env['HOME'] ?? '/', 'Applications')]) {
      for (const name of MAC_APPLICATIONS)
        candidates.push(paths.join(applications, name, 'Contents/Resources/app/bin/code'));
    }
  }
  return candidates.find(exists);
}

/** @param {Machine} machine */
function canOpenWindow({ platform, env, uid }) {
  // In the terminal of a remote window `code` is a messenger that takes no --extensionDevelopmentPath.
  if (env['VSCODE_IPC_HOOK_CLI'] !== undefined) return false;
  if (platform !== 'linux') return true;
  // As root desktop VS Code refuses to start.
  return uid !== 0 && (env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? '') !== '';
}
