import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openTemporaryFolder } from '../../scripts/host/start-guard.mjs';

const LAUNCHER = resolve(__dirname, '../../scripts/host/code.mjs');
const RUNS = resolve(__dirname, '../fixtures/test-runs');

/** What `@vscode/test-electron` starts in place of desktop VS Code. */
describe('A test run in code-server', function () {
  this.timeout(120_000);
  let home: ReturnType<typeof openTemporaryFolder>;
  beforeEach(() => (home = openTemporaryFolder()));
  afterEach(() => home.remove());

  const run = (tests: string, ...args: string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((done) => {
      const common = [`--extensionDevelopmentPath=${RUNS}`, `--user-data-dir=${join(home.path, 'user')}`];
      const all = [home.path, ...common, `--extensionTestsPath=${join(RUNS, tests)}`, ...args];
      execFile(LAUNCHER, all, (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout, stderr }));
    });

  it('passes when its tests do, and prints what they print and nothing else', async () => {
    const { code, stdout, stderr } = await run('passes.cjs');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^ran on Node v24\.\S+\n$/);
  });

  it('fails when the extension host dies, though the workbench says that all is well', async () => {
    const { code, stderr } = await run('dies.cjs');
    assert.equal(code, 1);
    assert.match(stderr, /The extension host ended before the tests did\. .* exited with code: 0/);
  });

  it('ends when the tests do not, and shows the window', async () => {
    const screenshot = join(home.path, 'window.png');
    const { code, stderr } = await run('hangs.cjs', '--time-limit=20', `--screenshot=${screenshot}`);
    assert.equal(code, 124);
    assert.match(stderr, /The tests did not end within 20 s\. What the window showed: .*window\.png/);
    assert.ok(statSync(screenshot).size > 10_000);
  });
});
