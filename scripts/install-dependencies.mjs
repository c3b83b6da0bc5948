// Shared by `npm start` and `npm test`: both must work as the first command after a clone, so this file imports nothing that is installed.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './run-npm.mjs';

const OLDEST_NODE = [20, 19];

/**
 * Installs the locked dependencies when there are none, or when the lock file is newer than what is installed.
 *
 * @param {string} root folder of package.json
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<boolean>} whether something was installed
 */
export async function installDependencies(root, { log = console.log } = {}) {
  requireNode();
  if (isInstalled(root)) return false;
  log('Installing the dependencies of package-lock.json');
  await runNpm(root, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  return true;
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is Node ${process.versions.node}.`);
}

/** @param {string} root */
function isInstalled(root) {
  // npm writes this file as the last act of an installation: an interrupted one lacks it.
  const installed = modifiedAt(join(root, 'node_modules', '.package-lock.json'));
  const locked = modifiedAt(join(root, 'package-lock.json'));
  return installed !== undefined && (locked === undefined || installed >= locked);
}

/** @param {string} file */
function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
