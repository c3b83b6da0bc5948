// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const OUTPUTS = ['dist/extension.js', 'dist/cli.js'];
const SOURCES = ['src', 'esbuild.mjs', 'tsconfig.json', 'package.json', 'node_modules/.package-lock.json'];

/**
 * Builds unless a build of the same sources is there.
 *
 * @param {string} root
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether something was built
 */
export async function buildIfNeeded(root, signal) {
  const stamp = path.join(root, '.cache', 'built');
  if (isBuilt(root, stamp)) return false;
  const started = new Date();
  await runBuild(root, signal);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  // What was saved while the build ran may be missing in it.
  utimesSync(stamp, started, started);
  return true;
}

/**
 * @param {string} root
 * @param {string} stamp a file as old as the last build that succeeded
 */
export function isBuilt(root, stamp) {
  const builtAt = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined || !OUTPUTS.every((file) => existsSync(path.join(root, file)))) return false;
  return SOURCES.every((source) => newestChange(path.join(root, source)) < builtAt);
}

/**
 * @param {string} place a file, a folder or nothing
 * @returns {number}
 */
function newestChange(place) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  // A folder's own time tells of removed files.
  return Math.max(found.mtimeMs, ...readdirSync(place).map((name) => newestChange(path.join(place, name))));
}

/**
 * @param {string} root
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function runBuild(root, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit', signal });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The build failed; its messages are above.'));
    });
  });
}
