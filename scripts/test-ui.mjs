// @ts-check
// The packaged extension in the workbench that a user has, driven by mouse and keyboard.
// node scripts/test-ui.mjs [--write-images]: with the pictures of docs/images made again
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium } from './host/find-chromium.mjs';
import { installCodeServer } from './host/install-code-server.mjs';
import { openTemporaryFolder } from './host/start-guard.mjs';
import { Lifetime } from './start/lifetime.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/reporter.cjs', '--timeout', '60000'];

/** @typedef {{ passed: number, failed: number }} Counts */

const { values } = parseArgs({ options: { 'write-images': { type: 'boolean', default: false } } });

const lifetime = new Lifetime();
try {
  const isDone = await lifetime.run(async () => {
    if (!existsSync(path.join(root, 'out', 'indexwright.vsix')))
      throw new Error('The extension is not packaged: npm run package');
    findChromium();
    await installCodeServer(root, {
      signal: lifetime.signal,
      onInstall: () => console.log('Installing code-server, once'),
    });
    // What code-server, Chromium and the tests write goes below one folder.
    const folder = openTemporaryFolder();
    lifetime.onEnd(folder.remove);
    // PostgreSQL runs as another user, and has to pass.
    chmodSync(folder.path, 0o711);
    process.exitCode = await runFiles(folder.path);
  });
  if (!isDone) process.exitCode = 130;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/**
 * One process for each: a journey ends with its first failure, and in one process all later journeys would end with it.
 * @param {string} folder for temporary files
 * @returns {Promise<number>}
 */
async function runFiles(folder) {
  const results = process.env['TEST_RESULTS'];
  const total = { passed: 0, failed: 0 };
  const names = readdirSync(path.join(root, 'test', 'ui')).filter((name) => name.endsWith('.test.ts'));
  for (const name of names.sort()) {
    const ofFile = path.join(folder, 'results.json');
    rmSync(ofFile, { force: true });
    const ended = await runMocha(`test/ui/${name}`, {
      TMPDIR: folder,
      TEST_RESULTS: ofFile,
      ...(values['write-images'] ? { INDEXWRIGHT_IMAGES: path.join(root, 'docs', 'images') } : {}),
    });
    const { passed, failed } = readCounts(ofFile);
    total.passed += passed;
    // One that ended badly without a failed test, or that found no test at all, has failed.
    total.failed += failed === 0 && (ended !== 0 || passed === 0) ? 1 : failed;
  }
  if (results !== undefined) {
    mkdirSync(path.dirname(results), { recursive: true });
    writeFileSync(results, JSON.stringify(total));
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 ? 1 : 0;
}

/**
 * @param {string} file
 * @returns {Counts}
 */
function readCounts(file) {
  return existsSync(file)
    ? /** @type {Counts} */ (JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0 };
}

/**
 * @param {string} file
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function runMocha(file, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...MOCHA, file], {
      cwd: root,
      env: { ...process.env, ...env },
      signal: lifetime.signal,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
