import assert from 'node:assert/strict';
import { languageOfPath } from '../../../src/extension/sql-languages';

describe('The language of a file', () => {
  it('follows from its ending', () => {
    assert.equal(languageOfPath('db/0001.SQL'), 'sql');
    assert.equal(languageOfPath('a.test.mts'), 'typescript');
    assert.equal(languageOfPath('a.tsx'), 'typescriptreact');
    assert.equal(languageOfPath('a.cjs'), 'javascript');
    assert.equal(languageOfPath('a.jsx'), 'javascriptreact');
  });

  it('is unknown for other files', () => {
    for (const path of ['sql', 'a.md', 'a.sql.bak', '.ts/readme', '']) {
      assert.equal(languageOfPath(path), undefined, path);
    }
  });
});
