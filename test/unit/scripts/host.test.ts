import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chooseHost } from '../../../scripts/host/choose-host.mjs';
import { findChromium } from '../../../scripts/host/find-chromium.mjs';
import { installCodeServer, requirePlatform } from '../../../scripts/host/install-code-server.mjs';
import { workbenchAddress } from '../../../scripts/host/workbench-address.mjs';

let directory: string;
beforeEach(() => (directory = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-')))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(file: string, text = '', mode = 0o644): string {
  const target = path.join(directory, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text, { mode });
  return target;
}

describe('the VS Code that the host suites run in', () => {
  const nothing = {
    findInstalled: () => undefined,
    hasScreen: () => true,
    download: () => Promise.resolve('/downloaded/code'),
  };

  it('is the one on this machine, by its program and not by its command', async () => {
    const program = write('share/code/code');
    const command = path.join(directory, 'code');
    symlinkSync(write('share/code/bin/code'), command);
    const { executable } = await chooseHost({ ...nothing, findInstalled: () => command });
    assert.equal(executable, program);
  });

  it('is downloaded where there is none, or where its program lies elsewhere', async () => {
    assert.equal((await chooseHost(nothing)).executable, '/downloaded/code');
    const command = write('snap/bin/code');
    assert.equal(
      (await chooseHost({ ...nothing, findInstalled: () => command })).executable,
      '/downloaded/code',
    );
  });

  it('is code-server where nothing can be downloaded, and says why', async () => {
    const error = new Error('getaddrinfo ENOTFOUND update.code.visualstudio.com\n    at somewhere');
    assert.deepEqual(await chooseHost({ ...nothing, download: () => Promise.reject(error) }), {
      executable: undefined,
      reason: 'VS Code cannot be downloaded (getaddrinfo ENOTFOUND update.code.visualstudio.com)',
    });
  });

  it('is code-server where no window could open, without a download', async () => {
    const { executable, reason } = await chooseHost({
      ...nothing,
      hasScreen: () => false,
      download: () => assert.fail('downloaded for nothing'),
    });
    assert.equal(executable, undefined);
    assert.equal(reason, 'there is no screen (xvfb-run would give one)');
  });
});

describe('the browser that shows code-server', () => {
  it('is Chromium or Google Chrome, by their names on the PATH', () => {
    const found = (existing: string): string =>
      findChromium(
        ['/usr/bin', '', '/opt/bin'].join(path.delimiter),
        (file) => file === path.normalize(existing),
      );
    assert.equal(found('/opt/bin/chromium'), path.normalize('/opt/bin/chromium'));
    assert.equal(found('/usr/bin/google-chrome'), path.normalize('/usr/bin/google-chrome'));
  });

  it('is named, with the command that installs it, where it is missing', () => {
    assert.throws(
      () => findChromium('', () => true),
      /^Error: Chromium is missing.*apt-get install.* chromium/,
    );
  });
});

describe('the installation of code-server', () => {
  it('is refused on other platforms in words that say what helps', () => {
    assert.throws(() => requirePlatform('darwin-arm64'), /this is darwin-arm64\. Install VS Code/);
  });

  if (process.platform === 'linux' && process.arch === 'x64') {
    // Of npm only what it does to the folder matters here: 800 MB, or a part of them.
    const NPM = `
      const { appendFileSync, existsSync, mkdirSync } = require('node:fs');
      appendFileSync(process.env.CALLS, process.cwd() + '\\n');
      mkdirSync('node_modules/code-server/lib/vscode/extensions', { recursive: true });
      for (const name of ['spdlog', 'native-watchdog']) mkdirSync('node_modules/@vscode/' + name, { recursive: true });
      process.exit(existsSync(process.env.BROKEN) ? 1 : 0);
    `;
    const npm = process.env['npm_execpath'];
    afterEach(() => {
      if (npm === undefined) delete process.env['npm_execpath'];
      else process.env['npm_execpath'] = npm;
    });

    it('counts only when it is complete, and is made once', async () => {
      const broken = write('broken');
      const calls = path.join(directory, 'calls');
      Object.assign(process.env, { npm_execpath: write('npm.cjs', NPM), BROKEN: broken, CALLS: calls });
      await assert.rejects(installCodeServer(directory), /^Error: npm install .* ended with code 1\.$/);
      rmSync(broken);
      assert.equal((await installCodeServer(directory)).installed, true);
      const installed = readdirSync(path.join(directory, '.cache'));
      assert.equal(installed.length, 1);
      assert.match(installed.join(), /^code-server-\d/);

      Object.assign(process.env, { npm_execpath: path.join(directory, 'no-npm.cjs') });
      assert.equal((await installCodeServer(directory)).installed, false);
    });
  }
});

describe('the address of a window', () => {
  it('names the folder, the extension and its tests as the server sees them', () => {
    const address = new URL(
      workbenchAddress('http://127.0.0.1:8080', {
        folder: '/ann/a b',
        developmentPaths: ['/ann/extension'],
        testsPath: '/ann/tests.cjs',
      }),
    );
    assert.equal(address.searchParams.get('folder'), '/ann/a b');
    assert.deepEqual(JSON.parse(address.searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8080/ann/extension'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:8080/ann/tests.cjs'],
      ['skipWelcome', 'true'],
    ]);
  });

  it('names a place to be opened', () => {
    const address = workbenchAddress('http://127.0.0.1:8080', { folder: '/ann', place: '/ann/a.ts:3:1' });
    const payload: unknown = JSON.parse(new URL(address).searchParams.get('payload') ?? '');
    assert.deepEqual(payload, [
      ['openFile', 'vscode-remote://127.0.0.1:8080/ann/a.ts:3:1'],
      ['gotoLineMode', 'true'],
      ['skipWelcome', 'true'],
    ]);
  });
});

if (process.platform !== 'win32') {
  describe('what a run has started', () => {
    const start = async (...args: string[]) => {
      const run = spawn(process.execPath, [path.join(__dirname, 'guard-until-killed.mjs'), ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [chunk] = (await once(run.stdout, 'data')) as [Buffer];
      const started = JSON.parse(String(chunk)) as { folder: string; processes: number[] };
      assert.ok(existsSync(started.folder));
      assert.deepEqual(started.processes.map(isRunning), [true, true]);
      return { run, ...started };
    };
    const untilGone = async (folder: string, processes: readonly number[]): Promise<void> => {
      while (existsSync(folder) || processes.some(isRunning))
        await new Promise((resolve) => setTimeout(resolve, 20));
    };

    it('is gone after the run, its children and its folder too', async () => {
      const { folder, processes } = await start('returns');
      await untilGone(folder, processes);
    });

    it('is gone after the run was killed', async () => {
      const { run, folder, processes } = await start();
      run.kill('SIGKILL');
      await untilGone(folder, processes);
    });
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
