// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { installCodeServer } from './install-code-server.mjs';
import { startCodeServer } from './start-code-server.mjs';
import { openTemporaryFolder } from './start-guard.mjs';
import { workbenchAddress } from './workbench-address.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./start-code-server.mjs').RunningCodeServer} RunningCodeServer */
/** @typedef {{ code: number, reason?: string }} Outcome */

/**
 * @typedef {object} TestRun
 * @property {string} folder
 * @property {string[]} developmentPaths
 * @property {string} testsPath
 * @property {string | undefined} userData
 * @property {string | undefined} extensions
 * @property {boolean} isTrusted whether workspace trust is off
 * @property {number} timeLimitMs
 * @property {string | undefined} screenshot
 */

const WRAPPER = fileURLToPath(new URL('tests-with-an-end.cjs', import.meta.url));
// Code 1.133 and later look at the two paths of an address only with it.
const DRIVER = ['--vscode-option', 'enable-smoke-test-driver'];
/** Begins what the tests print. */
const MARK = '\u2063';
const DEATH = /Extension Host Process exited with code: \w+, signal: \w+/;
const PATIENCE_MS = 3000;
/** How many complaints of the workbench may explain a run without an end. */
const SHOWN_COMPLAINTS = 10;

/**
 * @param {string} root folder of package.json
 * @param {import('../start/lifetime.mjs').Lifetime} lifetime
 * @param {TestRun} run
 * @returns {Promise<number>} the exit code: 0 only when the tests came to their end and passed
 */
export async function runTestsInCodeServer(root, lifetime, run) {
  const home = openTemporaryFolder();
  lifetime.onEnd(home.remove);
  const end = path.join(home.path, 'tests-ended');
  // Code-server, Chromium and the tests write below this one folder.
  Object.assign(process.env, {
    TMPDIR: home.path,
    INDEXWRIGHT_TESTS: path.resolve(run.testsPath),
    INDEXWRIGHT_TESTS_ENDED: end,
    INDEXWRIGHT_TESTS_MARK: MARK,
  });
  const server = await startCodeServer(await installCodeServer(root), {
    home: home.path,
    ...(run.userData === undefined ? {} : { userData: run.userData }),
    ...(run.extensions === undefined ? {} : { extensions: run.extensions }),
    args: [...DRIVER, ...(run.isTrusted ? ['--disable-workspace-trust'] : [])],
  });
  lifetime.onEnd(server.stop);
  const { openBrowser } = await import('./open-browser.mjs');
  const browser = await openBrowser();
  lifetime.onEnd(browser.close);

  /** @type {string[]} */
  const complaints = [];
  const { code, reason } = await Promise.race([
    runInWorkbench(browser.page, server, run, complaints),
    endOf(browser.page, server),
    timeLimit(browser.page, run),
  ]);
  if (lifetime.signal.aborted || (reason === undefined && existsSync(end))) return code;
  console.error([...complaints.slice(-SHOWN_COMPLAINTS), reason ?? (await describeDeath(server))].join('\n'));
  return code === 0 ? 1 : code;
}

/**
 * @param {Page} page
 * @param {RunningCodeServer} server
 * @param {TestRun} run
 * @param {string[]} complaints
 * @returns {Promise<Outcome>} what the workbench says of the tests
 */
async function runInWorkbench(page, server, { folder, developmentPaths }, complaints) {
  await page.exposeFunction(
    'codeAutomationLog',
    (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
      const text = util.format(...args);
      if (text.startsWith(MARK)) console.log(text.slice(MARK.length));
      else if (type === 'error') complaints.push(text.split('\n', 1).join());
    },
  );
  const address = workbenchAddress(server.address, { folder, developmentPaths, testsPath: WRAPPER });
  return new Promise((resolve, reject) => {
    page
      .exposeFunction('codeAutomationExit', (/** @type {number} */ code) => resolve({ code }))
      .then(() => page.goto(address, { waitUntil: 'commit' }))
      .catch(reject);
  });
}

/**
 * @param {Page} page
 * @param {RunningCodeServer} server
 * @returns {Promise<Outcome>}
 */
async function endOf(page, server) {
  const ended = server.ended.then((words) => `code-server ended: ${words}`);
  const gone = new Promise((/** @type {(value: string) => void} */ resolve) => {
    page.once('crash', () => resolve('The page of the workbench crashed.'));
    page.once('close', () => resolve('The browser was closed.'));
  });
  return { code: 1, reason: await Promise.race([ended, gone]) };
}

/**
 * @param {Page} page
 * @param {TestRun} run
 * @returns {Promise<Outcome>}
 */
async function timeLimit(page, { timeLimitMs, screenshot }) {
  await new Promise((resolve) => setTimeout(resolve, timeLimitMs).unref());
  const reason = `The tests did not end within ${timeLimitMs / 1000} s.`;
  if (screenshot === undefined) return { code: 124, reason };
  await page.screenshot({ path: screenshot });
  return { code: 124, reason: `${reason} What the window showed: ${screenshot}` };
}

/**
 * @param {RunningCodeServer} server
 * @returns {Promise<string>}
 */
async function describeDeath(server) {
  // The server may learn of it a moment after the window.
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !DEATH.test(server.log());) await delay(50);
  const [how = ''] = DEATH.exec(server.log()) ?? [];
  return `The extension host ended before the tests did. ${how}`;
}
