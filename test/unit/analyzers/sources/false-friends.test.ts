import assert from 'node:assert/strict';
import { textsOf } from './fragments-of';

/** Makes every document pass the look before parsing. */
const HEAD = '// select … from, update … set\n';

const FRIENDS: Readonly<Record<string, readonly string[]>> = {
  'English in strings': [
    "t('Select all {{count}} items from the list');",
    "label('Select an item from the menu');",
    "label('Select one from a list of three');",
    "const hint = 'Select from below';",
    'label(`Select ${count} of the rows from your file`);',
    "toast('Update the settings and set a password');",
    "button('Delete from the cart');",
    "show('Insert into the document');",
    "const text = 'With this you can select rows from any table';",
    "const text = 'Create a table or an index from the menu';",
    "const text = 'Values (in percent) are set from the update';",
    "const text = 'Merge into main';",
    "const text = 'Drop files here, select them from your disk';",
    "const text = 'Explain how to select from a list';",
  ],
  styles: [
    "const className = 'select-none from-blue-500 update-set';",
    "cx('with-border values from-left select');",
    'css`select { color: red } from { opacity: 0 } to { opacity: 1 }`;',
  ],
  'other query languages': [
    'gql`query { select(from: 1) { set } }`;',
    "db.run('PRAGMA select_from_set = 1');",
  ],
  'SQL that nobody runs': [
    "logger.info('SELECT a FROM t');",
    "throw new Error('SELECT a FROM t');",
    "it('SELECT a FROM t', () => {});",
    "expect(query.sql).toBe('SELECT a FROM t');",
    "assert.deepEqual(parts, ['SELECT a FROM t']);",
    "if (text === 'SELECT a FROM t') done();",
    "switch (text) { case 'SELECT a FROM t': }",
    "if (text.startsWith('SELECT a FROM t')) done();",
    "const names = { 'SELECT a FROM t': 1 };",
    "type Query = 'SELECT a FROM t' | 'SELECT b FROM t';",
    "import 'SELECT a FROM t';",
    "'SELECT a FROM t';",
    "// pool.query('SELECT a FROM t')",
    '/* const q = `SELECT a FROM t`; */',
    'const pattern = /SELECT a FROM t/;',
  ],
};

describe('What only looks like SQL', () => {
  for (const [group, sources] of Object.entries(FRIENDS)) {
    it(`is passed over: ${group}`, () => {
      for (const source of sources) assert.deepEqual(textsOf(HEAD + source), [], source);
    });
  }

  it('is passed over in JSX', () => {
    const sources = [
      'const a = <p>Select a row from t</p>;',
      'const a = <p title="SELECT a FROM t">x</p>;',
      'const a = <code>{`SELECT a FROM t`}</code>;',
    ];
    for (const source of sources) assert.deepEqual(textsOf(HEAD + source, 'typescriptreact'), [], source);
  });
});
