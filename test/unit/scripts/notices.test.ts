import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packagesOf } from '../../../scripts/generate/bundled-packages.mjs';
import { thirdPartyNotices } from '../../../scripts/generate/notices.mjs';

describe('The third-party notices', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'indexwright-notices-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const packageJson = JSON.stringify({ name: 'a', version: '1.2.3', license: 'MIT' });

  it('reproduce the licence and the notices of each package', () => {
    write('node_modules/a/package.json', packageJson);
    write('node_modules/a/LICENSE-MIT', 'Do as you like.\r\n');
    write('node_modules/a/ThirdPartyNoticeText.txt', 'With parts of z.');
    const { text, problems } = thirdPartyNotices(root, ['node_modules/a']);
    assert.deepEqual(problems, []);
    assert.match(text, /^a 1\.2\.3 \(MIT\)\n=+\n\nDo as you like\.\n\nWith parts of z\.\n$/m);
  });

  it('name a package that ships no licence', () => {
    write('node_modules/a/package.json', packageJson);
    const { problems } = thirdPartyNotices(root, ['node_modules/a']);
    assert.deepEqual(problems, [
      'a ships no licence: put its text into scripts/generate/licences/a/LICENSE.txt',
    ]);
  });

  it('take what a package does not ship from the committed texts, works that lie inside it as well', () => {
    write('node_modules/a/package.json', packageJson);
    write('scripts/generate/licences/a/LICENSE.txt', 'Own.');
    write('scripts/generate/licences/a/b.txt', 'Of b.');
    const { text, problems } = thirdPartyNotices(root, ['node_modules/a']);
    assert.deepEqual(problems, []);
    assert.match(text, /^a 1\.2\.3 \(MIT\)\n=+\n\nOwn\.$/m);
    assert.match(text, /^b, inside a\n=+\n\nOf b\.$/m);
  });

  it('are about what the bundles hold, not about what was read and left out', () => {
    const input = (bytesInOutput: number) => ({ bytesInOutput });
    const output = (inputs: Readonly<Record<string, { bytesInOutput: number }>>) => ({
      inputs: { ...inputs },
      bytes: 0,
      imports: [],
      exports: [],
    });
    const outputs = {
      'dist/a.js': output({
        'src/a.ts': input(1),
        'node_modules/b/lib/b.js': input(2),
        'node_modules/c/c.js': input(0),
        'node_modules/d/node_modules/@e/f/f.js': input(3),
      }),
      'dist/b.js': output({ 'node_modules/b/other.js': input(4) }),
    };
    assert.deepEqual(packagesOf({ outputs }), ['node_modules/b', 'node_modules/d/node_modules/@e/f']);
  });
});
