import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyKept, keepCopy, keptDirectoryOf } from '../../../scripts/servers/data-directory.mjs';

describe('A data directory that is kept for the servers after the first', () => {
  let folder: string;
  let kept: string;
  const place = (...names: readonly string[]): string => path.join(folder, ...names);

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'indexwright-test-'));
    kept = place('cache', 'kept');
    mkdirSync(place('made', 'base'), { recursive: true });
    writeFileSync(place('made', 'base', '1'), 'rows');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is copied with all that is in it, and stays', () => {
    assert.equal(copyKept(kept, place('too-early'), undefined), false);
    keepCopy(place('made'), kept);
    for (const name of ['first', 'second']) {
      assert.equal(copyKept(kept, place(name), undefined), true);
      assert.equal(readFileSync(place(name, 'base', '1'), 'utf8'), 'rows');
      writeFileSync(place(name, 'base', '1'), 'changed');
    }
  });

  it('is that of the first of two who make one at the same time', () => {
    keepCopy(place('made'), kept);
    writeFileSync(place('made', 'base', '1'), 'other rows');
    keepCopy(place('made'), kept);
    assert.equal(readFileSync(path.join(kept, 'base', '1'), 'utf8'), 'rows');
    assert.deepEqual(readdirSync(place('cache')), ['kept']);
  });

  it('is not kept where nothing can be written', () => {
    writeFileSync(place('cache'), 'a file where the folder would be');
    keepCopy(place('made'), kept);
    assert.ok(!existsSync(kept));
  });

  it('is known by the sizes of the programs that made it, wherever they lie', () => {
    const programs = (root: string, text: string) => {
      const [initdb, postgres, pgCtl] = [
        place(root, 'initdb'),
        place(root, 'postgres'),
        place(root, 'pg_ctl'),
      ];
      mkdirSync(place(root));
      writeFileSync(initdb, text);
      writeFileSync(postgres, 'as before');
      return { initdb, postgres, pgCtl };
    };
    const first = keptDirectoryOf(programs('one', '18.4'));
    assert.equal(keptDirectoryOf(programs('its copy', '18.4')), first);
    assert.notEqual(keptDirectoryOf(programs('another', '18.10')), first);
  });
});
