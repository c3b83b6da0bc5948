import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isBuilt } from '../../../scripts/start/build-if-needed.mjs';
import { findDesktopCode } from '../../../scripts/start/find-desktop-code.mjs';
import { openDesktopCode } from '../../../scripts/start/open-desktop-code.mjs';
import { Lifetime } from '../../../scripts/start/lifetime.mjs';

describe('the desktop VS Code that npm start opens', () => {
  const find = (
    platform: NodeJS.Platform,
    existing: string,
    env: Record<string, string> = {},
    uid: number | undefined = 1000,
  ): string | undefined => findDesktopCode({ platform, env, uid, exists: (file) => file === existing });
  const linux = { PATH: '/usr/bin::/opt/bin', DISPLAY: ':0' };

  it('is the first on the PATH', () => {
    assert.equal(find('linux', '/opt/bin/code', linux), '/opt/bin/code');
    assert.equal(find('linux', '/opt/bin/codium', linux), '/opt/bin/codium');
    assert.equal(
      find('win32', 'C:\\Code\\bin\\code.cmd', { Path: 'C:\\x;C:\\Code\\bin' }),
      'C:\\Code\\bin\\code.cmd',
    );
  });

  it('is found in the applications of macOS', () => {
    const inHome = '/Users/ann/Applications/VSCodium.app/Contents/Resources/app/bin/code';
    assert.equal(find('darwin', inHome, { HOME: '/Users/ann' }), inHome);
  });

  it('is none where it could not open a window', () => {
    assert.equal(find('linux', '/usr/bin/code', { PATH: '/usr/bin' }), undefined);
    assert.equal(find('linux', '/usr/bin/code', linux, 0), undefined);
    assert.equal(find('linux', '/usr/bin/code', { ...linux, VSCODE_IPC_HOOK_CLI: '/run/x.sock' }), undefined);
    assert.equal(find('linux', '/usr/local/bin/code', linux), undefined);
  });
});

if (process.platform !== 'win32') {
  describe('a window of desktop VS Code', () => {
    let directory: string;
    const code = (body: string): string => {
      const file = path.join(directory, 'code');
      writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
      return file;
    };
    beforeEach(() => (directory = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'))));
    afterEach(() => rmSync(directory, { recursive: true }));

    it('shows the folder at the place, with the extension from its sources', async () => {
      const asked = path.join(directory, 'asked');
      await openDesktopCode(
        code(`printf '%s\\n' "$@" > '${asked}'`),
        '/the extension',
        '/the sample',
        '/the sample/a.ts:3:1',
      );
      assert.equal(
        readFileSync(asked, 'utf8'),
        '--extensionDevelopmentPath=/the extension\n--new-window\n/the sample\n--goto\n/the sample/a.ts:3:1\n',
      );
    });

    it('is missed in one sentence', async () => {
      const command = code('exit 3');
      await assert.rejects(openDesktopCode(command, '/x', '/y', '/y/a.ts:1:1'), {
        message: `${command} ended with code 3 instead of opening a window.`,
      });
    });
  });
}

describe('the build that npm start skips', () => {
  let root: string;
  const stamp = (): string => path.join(root, 'built');
  const write = (file: string, secondsAgo: number): void => {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, '');
    const time = new Date(Date.now() - secondsAgo * 1000);
    utimesSync(target, time, time);
    utimesSync(path.dirname(target), time, time);
  };
  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'));
    for (const source of ['src/a/b.ts', 'src/c.ts', 'esbuild.mjs', 'package.json']) write(source, 100);
    for (const output of ['dist/cli.js', 'dist/extension.js', 'built']) write(output, 50);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is one of the same sources', () => assert.ok(isBuilt(root, stamp())));

  it('is not one of older sources', () => {
    write('src/a/b.ts', 10);
    assert.ok(!isBuilt(root, stamp()));
  });

  it('is not one after which a file was removed', () => {
    rmSync(path.join(root, 'src/a/b.ts'));
    assert.ok(!isBuilt(root, stamp()));
  });

  it('is not one without its stamp or an output', () => {
    assert.ok(!isBuilt(root, path.join(root, 'other')));
    rmSync(path.join(root, 'dist/cli.js'));
    assert.ok(!isBuilt(root, stamp()));
  });
});

describe('the lifetime of a start', () => {
  const ends: string[] = [];
  const lifetimeWithEndings = (): Lifetime => {
    ends.length = 0;
    const lifetime = new Lifetime();
    for (const name of ['server', 'editor']) {
      lifetime.onEnd(async () => {
        await Promise.resolve();
        ends.push(name);
      });
    }
    return lifetime;
  };

  it('ends what was started in reverse order, also after a failure', async () => {
    assert.equal(await lifetimeWithEndings().run(() => Promise.resolve()), true);
    assert.deepEqual(ends, ['editor', 'server']);
    await assert.rejects(
      lifetimeWithEndings().run(() => Promise.reject(new Error('no'))),
      /^Error: no$/,
    );
    assert.deepEqual(ends, ['editor', 'server']);
  });

  it('is cut short by a signal, whose further repetition does no harm', async () => {
    const lifetime = lifetimeWithEndings();
    const run = lifetime.run(() => new Promise(() => undefined));
    process.emit('SIGTERM');
    process.emit('SIGTERM');
    assert.equal(await run, false);
    assert.ok(lifetime.signal.aborted);
    assert.deepEqual(ends, ['editor', 'server']);
  });
});
