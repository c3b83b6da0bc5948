#!/usr/bin/env node
// @ts-check
// Stands in for the executable of desktop VS Code where @vscode/test-electron runs tests: it takes the same arguments, and
// code-server and a headless Chromium do the work. Of its own it takes --time-limit (seconds) and --screenshot (a .png
// file for what the window showed when the time was over).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Lifetime } from '../start/lifetime.mjs';
import { runTestsInCodeServer } from './run-tests-in-code-server.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../../..');

// What only desktop VS Code knows (--no-sandbox and the like) is passed over, as it does with what it does not know.
const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
    'time-limit': { type: 'string' },
    screenshot: { type: 'string' },
  },
});

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : undefined;
}

const lifetime = new Lifetime();
// test-electron holds this pipe for as long as it lives.
process.stdin.resume().once('close', () => process.emit('SIGTERM'));
let code = 130;
try {
  await lifetime.run(async () => {
    code = await runTestsInCodeServer(root, lifetime, {
      folder: positionals[0] ?? '',
      developmentPaths: [values.extensionDevelopmentPath ?? []].flat().map(String),
      testsPath: text(values.extensionTestsPath) ?? '',
      userData: text(values['user-data-dir']),
      extensions: text(values['extensions-dir']),
      isTrusted: values['disable-workspace-trust'] === true,
      timeLimitMs: Number(values['time-limit'] ?? 300) * 1000,
      screenshot: text(values.screenshot),
    });
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  code = 1;
}
process.exit(code);
