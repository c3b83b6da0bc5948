import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { formatMessage } from '../../../../src/analyzers/message';
import { findPassword, type PasswordSources } from '../../../../src/postgres/connection/find-password';
import type { PasswordCommand } from '../../../../src/postgres/connection/password-command';
import { matchPasswordFile } from '../../../../src/postgres/connection/password-file';
import { resolveTarget } from '../../../../src/postgres/connection/resolve-target';
import { Secret } from '../../../../src/postgres/connection/secret';
import type { Target } from '../../../../src/postgres/connection/target';
import { worldWith } from './sample-world';

function targetOf(uri: string): Target {
  const resolved = resolveTarget({ name: 'x', uri }, worldWith());
  assert.ok(resolved.kind === 'target');
  return resolved.target;
}

const TARGET = targetOf('postgresql://app@db:5433/shop');

function commandOf(script: string, more: Partial<PasswordCommand> = {}): PasswordCommand {
  return { argv: [process.execPath, '-e', script], scope: 'user', isWorkspaceTrusted: true, ...more };
}

async function find(sources: Partial<PasswordSources>, target = TARGET, position = 0) {
  const host = target.hosts[position];
  assert.ok(host);
  const found = await findPassword(target, host, { world: worldWith({ home: '/nowhere' }), ...sources });
  const notes = found.notes.map(formatMessage);
  return found.kind === 'found'
    ? { password: found.password.reveal(), from: found.origin.kind, notes }
    : { kind: 'ask', notes };
}

describe('A password', () => {
  let home: string;
  before(() => (home = mkdtempSync(join(tmpdir(), 'indexwright-home-'))));
  after(() => rmSync(home, { recursive: true }));
  const writeFile = (name: string, text: string, mode = 0o600): string => {
    const path = join(home, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  it('comes from the first source that has one', async () => {
    writeFile('.pgpass', 'db:5433:shop:app:from file\n');
    const command = commandOf('console.log("printed")');
    const stored = { command, readStored: () => Promise.resolve(new Secret('stored')) };
    const file = { ...stored, world: worldWith({ home }) };
    const variable = { ...file, world: worldWith({ home, environment: { PGPASSWORD: 'variable' } }) };
    const origin = { kind: 'service', service: 's', file: 'f' } as const;
    const supplied = { ...variable, supplied: { password: new Secret('service'), origin } };
    const entered = { ...supplied, entered: new Secret('entered') };
    const found = [];
    for (const sources of [entered, supplied, variable, file, stored, { command }]) {
      const answer = await find(sources);
      found.push('password' in answer && [answer.password, answer.from]);
    }
    assert.deepEqual(found, [
      ['entered', 'entered'],
      ['service', 'service'],
      ['variable', 'environment'],
      ['from file', 'password-file'],
      ['stored', 'secret-store'],
      ['printed', 'command'],
    ]);
    assert.deepEqual(await find({}), { kind: 'ask', notes: [] });
  });

  it('does not ask later sources where an earlier one has it', async () => {
    let asked = 0;
    const readStored = () => {
      asked += 1;
      return Promise.resolve(undefined);
    };
    await find({ world: worldWith({ environment: { PGPASSWORD: 'x' } }), readStored });
    assert.equal(asked, 0);
  });

  it('is looked for in the named file, for each host of a list', async () => {
    const path = writeFile('other', 'h1:1:*:*:one\nh2:*:d:u:two\n');
    const target = targetOf(`postgresql://u@h1:1,h2:2/d?passfile=${path}`);
    const none = { notes: [], from: 'password-file' };
    assert.deepEqual(await find({}, target, 0), { password: 'one', ...none });
    assert.deepEqual(await find({}, target, 1), { password: 'two', ...none });
  });

  it('is not taken from a file that others may read, nor from a folder, and the reason is told', async () => {
    const open = writeFile('open', '*:*:*:*:canary', 0o644);
    const refused = await find({}, targetOf(`postgresql://h?passfile=${open}`));
    assert.deepEqual(refused, {
      kind: 'ask',
      notes: [
        `The password file ${open} can be read by others, so it was not used. Take the permissions away: chmod 600 ${open}`,
      ],
    });
    mkdirSync(join(home, 'folder'));
    const folder = await find({}, targetOf(`postgresql://h?passfile=${join(home, 'folder')}`));
    assert.match(folder.notes.join(), /not a plain file/);
  });

  const MATCHES: readonly (readonly [text: string, password: string | undefined])[] = [
    ['db:5433:shop:app:secret', 'secret'],
    ['*:*:*:*:secret', 'secret'],
    ['other:*:*:*:first\ndb:*:*:*:second\n*:*:*:*:third', 'second'],
    ['# db:5433:shop:app:no\ndb:5433:shop:app:yes', 'yes'],
    ['#db:5433:shop:app:no', undefined],
    ['db:5433:shop:app:with\\:colon and \\\\', 'with:colon and \\'],
    ['db:5433:shop:app:a:b', 'a:b'],
    ['db:5433:shop:app:', undefined],
    ['db:5433:shop:app', undefined],
    ['db:5432:shop:app:secret', undefined],
    ['DB:5433:shop:app:secret', undefined],
    ['d\\b:5433:sh\\op:app:secret\r\n', 'secret'],
    ['*x:5433:shop:app:secret', undefined],
  ];
  for (const [text, password] of MATCHES) {
    it(`is ${password === undefined ? 'not ' : ''}found in a file with ${JSON.stringify(text)}`, () => {
      const place = { host: 'db', port: 5433, database: 'shop', user: 'app' };
      assert.equal(matchPasswordFile(text, place)?.reveal(), password);
    });
  }

  it('is found under localhost for the usual socket', async () => {
    const path = writeFile('socket', 'localhost:5432:ann:ann:secret\n/run/other:*:*:*:other');
    const at = (host: string) => find({}, targetOf(`postgresql:///?host=${host}&passfile=${path}`));
    const passwords = [await at('/var/run/postgresql'), await at('/run/other')].map(
      (found) => 'password' in found && found.password,
    );
    assert.deepEqual(passwords, ['secret', 'other']);
  });

  const COMMANDS: readonly (readonly [title: string, command: PasswordCommand, note: RegExp])[] = [
    ['of a folder', commandOf('console.log("canary")', { scope: 'workspace' }), /user settings/],
    [
      'in an untrusted workspace',
      commandOf('console.log("canary")', { isWorkspaceTrusted: false }),
      /not trusted/,
    ],
    [
      'that fails',
      commandOf('console.log("canary"); console.error("canary"); process.exit(3)'),
      /failed\. Run it/,
    ],
    ['that prints nothing', commandOf('console.log("\\ncanary")'), /printed nothing/],
    [
      'that takes too long',
      commandOf('setInterval(() => 0, 1000)', { timeoutMs: 50 }),
      /after 0\.05 seconds/,
    ],
    [
      'that is not installed',
      { ...commandOf(''), argv: ['indexwright-no-such-program'] },
      /cannot be started/,
    ],
    ['that is empty', { ...commandOf(''), argv: [] }, /is empty/],
  ];
  for (const [title, command, note] of COMMANDS) {
    it(`is not taken from a command ${title}, and nothing that it printed is told`, async () => {
      const found = await find({ command });
      assert.equal('kind' in found && found.kind, 'ask');
      assert.match(found.notes.join(), note);
      assert.doesNotMatch(found.notes.join(), /canary/);
    });
  }

  it('hands its arguments to the command as they are: no shell reads them', async () => {
    const target = targetOf('postgresql://app@db:5433/%24(echo%20canary)%3B%20exit');
    const argv = [
      process.execPath,
      '-e',
      'console.log(process.argv.slice(1).join("|"))',
      '${database}',
      '${port}',
    ];
    const found = await find({ command: { ...commandOf(''), argv } }, target);
    assert.equal('password' in found && found.password, '$(echo canary); exit|5433');
  });

  it('ends the command when nobody waits any more', async () => {
    const controller = new AbortController();
    const finding = find({ command: commandOf('setInterval(() => 0, 1000)'), signal: controller.signal });
    setImmediate(() => controller.abort(new Error('no longer wanted')));
    await assert.rejects(finding, /no longer wanted/);
  });

  it('is in nothing that is printed', async () => {
    const host = TARGET.hosts[0];
    assert.ok(host);
    const world = worldWith({ home: '/nowhere' });
    const found = await findPassword(TARGET, host, { world, entered: new Secret('canary') });
    assert.doesNotMatch(
      `${inspect(found, { depth: 9, showHidden: true })} ${JSON.stringify(found)}`,
      /canary/,
    );
  });
});
