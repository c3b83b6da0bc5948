// @ts-check
// The packaged extension in the workbench that a user has, driven by mouse and keyboard.
// node scripts/test-ui.mjs [--write-images]: with the pictures of docs/images made again
import { spawn } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium } from './host/find-chromium.mjs';
import { installCodeServer } from './host/install-code-server.mjs';
import { openTemporaryFolder } from './host/start-guard.mjs';
import { Lifetime } from './start/lifetime.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const MOCHA = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/reporter.cjs', '--timeout', '60000'];

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
    process.exitCode = await runMocha({
      TMPDIR: folder.path,
      ...(values['write-images'] ? { INDEXWRIGHT_IMAGES: path.join(root, 'docs', 'images') } : {}),
    });
  });
  if (!isDone) process.exitCode = 130;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/**
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
function runMocha(env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...MOCHA, 'test/ui/**/*.test.ts'], {
      cwd: root,
      env: { ...process.env, ...env },
      signal: lifetime.signal,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
