// @ts-check
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from '../run-npm.mjs';

const CODE_SERVER = '4.139.1';
/** What code-server names in its `engines`, as a package of its own: the project itself runs on older ones too. */
const NODE = '24.21.0';
const PLATFORM = 'linux-x64';
const QUIET = ['--no-audit', '--no-fund', '--no-save', '--no-package-lock', '--loglevel=error'];
// Its install scripts compile things that tests and the demo do without, and ask for a compiler.
const AS_IT_COMES = ['--ignore-scripts', ...QUIET];

/** @typedef {{ node: string, entry: string }} CodeServer programs: the Node to run it with, and its script */

/**
 * VS Code for the browser, fetched by npm at its first use: 800 MB, in a folder that git ignores.
 *
 * @param {string} root folder of package.json
 * @param {{ signal?: AbortSignal, onInstall?: () => void }} [options] onInstall: called before an installation, which takes a while
 * @returns {Promise<CodeServer & { installed: boolean }>} installed: whether it was fetched now
 */
export async function installCodeServer(root, { signal, onInstall } = {}) {
  requirePlatform(`${process.platform}-${process.arch}`);
  const cache = path.join(root, '.cache');
  const folder = path.join(cache, `code-server-${CODE_SERVER}-node-${NODE}`);
  const modules = path.join(folder, 'node_modules');
  const programs = {
    node: path.join(modules, `node-${PLATFORM}`, 'bin', 'node'),
    entry: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
  if (existsSync(folder)) return { ...programs, installed: false };

  onInstall?.();
  mkdirSync(cache, { recursive: true });
  removeLeftovers(cache);
  const unfinished = path.join(cache, `${UNFINISHED}${process.pid}`);
  await fetchPackages(unfinished, signal);
  moveInto(folder, unfinished);
  return { ...programs, installed: true };
}

/** @param {string} platform */
export function requirePlatform(platform) {
  if (platform === PLATFORM) return;
  throw new Error(
    `There is no desktop VS Code to use here, and code-server, which would stand in, is set up for ${PLATFORM} only; this is ${platform}. Install VS Code: https://code.visualstudio.com`,
  );
}

/**
 * @param {string} folder
 * @param {AbortSignal | undefined} signal
 */
async function fetchPackages(folder, signal) {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const packages = [`code-server@${CODE_SERVER}`, `node-${PLATFORM}@${NODE}`];
  await runNpm(folder, ['install', ...AS_IT_COMES, ...packages], { signal });
  const vscode = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  // Its shrinkwraps name some of their packages and not all, which `npm ci` refuses.
  for (const part of [vscode, path.join(vscode, 'extensions')]) {
    await runNpm(part, ['install', ...AS_IT_COMES, '--omit=dev'], { signal });
  }
  for (const name of ['spdlog', 'native-watchdog']) {
    const standIn = fileURLToPath(new URL(`stand-ins/${name}.cjs`, import.meta.url));
    copyFileSync(standIn, path.join(vscode, 'node_modules', '@vscode', name, 'index.js'));
  }
}

/** An installation has this name, and the process that makes it, until it is complete. */
const UNFINISHED = 'code-server-unfinished-';

/** @param {string} cache */
function removeLeftovers(cache) {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith(UNFINISHED))) {
    const pid = Number(name.slice(UNFINISHED.length));
    if (!isRunning(pid) || pid === process.pid)
      rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {string} unfinished
 */
function moveInto(folder, unfinished) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another process has installed the same meanwhile.
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
}
