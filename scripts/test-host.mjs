// @ts-check
// The host suites in a real VS Code, through one entry for every host.
// node scripts/test-host.mjs [--grep <pattern>]
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { chooseHost } from './host/choose-host.mjs';
import { copySample } from './host/copy-sample.mjs';
import { findChromium } from './host/find-chromium.mjs';
import { installCodeServer } from './host/install-code-server.mjs';
import { openTemporaryFolder } from './host/start-guard.mjs';
import { openDemoDatabase } from './demo/open-demo-database.mjs';
import { startPostgres } from './servers/embedded-postgres.mjs';
import { writeWindowSettings } from './host/window-settings.mjs';

const root = path.resolve(fileURLToPath(import.meta.url), '../..');
const LAUNCHER = path.join(root, 'scripts', 'host', 'code.mjs');
const SUITES = path.join(root, 'out', 'test', 'host', 'index.cjs');
const RESULTS = process.env['TEST_RESULTS'] ?? path.join(root, 'out', 'results', 'host.json');
/** 58,000 events: enough that an index pays. */
const SCALE = 0.1;
const SCREENSHOT = path.join(root, 'out', 'results', 'host-without-end.png');

const { values } = parseArgs({ options: { grep: { type: 'string' } } });

try {
  if (!existsSync(SUITES)) throw new Error('The suites are not built: node esbuild.mjs');
  await runSuites(await prepareHost());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** @returns {Promise<{ executable: string, args: string[] }>} */
async function prepareHost() {
  const { executable, reason } = await chooseHost();
  console.log(executable === undefined ? `On code-server: ${reason}.` : `On desktop VS Code: ${reason}.`);
  if (executable !== undefined) return { executable, args: [] };
  findChromium();
  await installCodeServer(root, { onInstall: () => console.log('Installing code-server, once') });
  return { executable: LAUNCHER, args: ['--time-limit=300', `--screenshot=${SCREENSHOT}`] };
}

/** @param {{ executable: string, args: string[] }} host */
async function runSuites({ executable, args }) {
  const run = openTemporaryFolder();
  const userData = path.join(run.path, 'user');
  writeWindowSettings(userData);
  rmSync(RESULTS, { force: true });
  mkdirSync(path.dirname(SCREENSHOT), { recursive: true });
  const server = await startPostgres('pg18');
  try {
    const sample = copySample(root, run.path);
    const database = await openDemoDatabase(server, path.join(sample, 'db', 'migrations'), { scale: SCALE });
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: SUITES,
      extensionTestsEnv: {
        TEST_RESULTS: RESULTS,
        // What the sample's settings and its program ask for.
        DATABASE_URL: database.connectionString,
        ...(values.grep === undefined ? {} : { TEST_GREP: values.grep }),
      },
      launchArgs: [
        sample,
        `--user-data-dir=${userData}`,
        `--extensions-dir=${path.join(run.path, 'extensions')}`,
        ...args,
      ],
    });
  } finally {
    await server.stop();
    await run.remove();
  }
  // An extension host that dies writes no results, whatever its window makes of that.
  if (!existsSync(RESULTS)) throw new Error('The extension host ended before the tests did.');
}
