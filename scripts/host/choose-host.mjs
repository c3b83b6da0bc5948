// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { findDesktopCode } from '../start/find-desktop-code.mjs';

/**
 * @typedef {object} Choice
 * @property {string | undefined} executable of desktop VS Code; undefined: code-server stands in
 * @property {string} reason
 */

/**
 * @typedef {object} Possibilities
 * @property {() => string | undefined} findInstalled the command of a desktop VS Code on this machine
 * @property {() => boolean} hasScreen
 * @property {() => Promise<string>} download resolves to the executable
 */

/** @type {Possibilities} */
const REAL = {
  findInstalled: findDesktopCode,
  hasScreen: () =>
    process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '',
  download: () => downloadAndUnzipVSCode('stable'),
};

/**
 * Desktop VS Code where it is installed or can be downloaded, else what stands in for it.
 *
 * @param {Possibilities} [possibilities]
 * @returns {Promise<Choice>}
 */
export async function chooseHost({ findInstalled, hasScreen, download } = REAL) {
  const command = findInstalled();
  const installed = command === undefined ? undefined : executableOf(command);
  if (installed !== undefined) return { executable: installed, reason: `it is installed as ${installed}` };
  if (!hasScreen()) return { executable: undefined, reason: 'there is no screen (xvfb-run would give one)' };
  try {
    return { executable: await download(), reason: 'it was downloaded' };
  } catch (error) {
    return { executable: undefined, reason: `VS Code cannot be downloaded (${firstLine(error)})` };
  }
}

/** @param {unknown} error test-electron throws strings, too */
function firstLine(error) {
  return String(error instanceof Error ? error.message : error)
    .split('\n', 1)
    .join();
}

/**
 * The program behind the command, which itself opens a window and returns at once.
 *
 * @param {string} command
 * @returns {string | undefined} undefined where it lies elsewhere, as that of a snap
 */
function executableOf(command) {
  const script = realpathSync(command);
  const name = path.basename(script, '.cmd');
  const folder = path.dirname(path.dirname(script));
  const candidates = [
    path.join(folder, name),
    path.join(folder, '..', '..', 'MacOS', 'Electron'),
    ...['Code.exe', 'Code - Insiders.exe', 'VSCodium.exe'].map((file) => path.join(folder, file)),
  ];
  return candidates.find((file) => existsSync(file));
}
