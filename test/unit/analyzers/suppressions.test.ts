import assert from 'node:assert/strict';
import { formatMessage } from '../../../src/analyzers/message';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import { readSuppressions } from '../../../src/analyzers/suppressions';

const RULE = 'missing-stream-index';
const OTHER = 'redundant-index';

/** Whether the rule is disabled for the statement that begins at «. */
function isDisabled(marked: string, rule: typeof RULE | typeof OTHER = RULE): boolean {
  const offset = marked.indexOf('«');
  return readSuppressions(marked.replace('«', ''), DEFAULT_SETTINGS).disables(rule, [offset]);
}

describe('Comments that disable rules', () => {
  it('hold for the statement on the next line', () => {
    assert.equal(isDisabled(`-- indexwright-disable-next-line ${RULE}\n«SELECT 1`), true);
    assert.equal(isDisabled(`// indexwright-disable-next-line ${RULE}\n  «q()`), true);
    assert.equal(isDisabled(`/* indexwright-disable-next-line ${RULE} */\n  return «q()`), true);
  });

  it('hold for that statement alone', () => {
    assert.equal(isDisabled(`-- indexwright-disable-next-line ${RULE}\nSELECT 1;\n«SELECT 2`), false);
    assert.equal(isDisabled(`«SELECT 1;\n-- indexwright-disable-next-line ${RULE}\n`), false);
  });

  it('pass over empty lines and other comments', () => {
    const between = '\n\n-- why this query is slow\n/* and that is fine */\n';
    assert.equal(isDisabled(`-- indexwright-disable-next-line ${RULE}${between}«SELECT 1`), true);
  });

  it('name several rules, with commas or without', () => {
    const comment = `-- indexwright-disable-next-line ${OTHER}, ${RULE}`;
    assert.equal(isDisabled(`${comment}\n«SELECT 1`), true);
    assert.equal(isDisabled(`${comment}\n«SELECT 1`, OTHER), true);
  });

  it('leave other rules alone', () => {
    assert.equal(isDisabled(`-- indexwright-disable-next-line ${OTHER}\n«SELECT 1`), false);
  });

  it('disable every rule when they name none', () => {
    assert.equal(isDisabled('-- indexwright-disable-next-line\n«SELECT 1'), true);
  });

  it('may say why', () => {
    assert.equal(
      isDisabled(`-- indexwright-disable-next-line ${RULE} -- the table is small\n«SELECT 1`),
      true,
    );
    assert.deepEqual(
      readSuppressions(`// indexwright-disable-next-line ${RULE} -- the table is small`, DEFAULT_SETTINGS)
        .problems,
      [],
    );
  });

  it('hold for a whole file', () => {
    assert.equal(isDisabled(`SELECT 1;\n«SELECT 2;\n-- indexwright-disable-file ${RULE}`), true);
    assert.equal(isDisabled(`«SELECT 2;\n-- indexwright-disable-file ${OTHER}`), false);
  });

  it('are read in documents with Windows line ends', () => {
    assert.equal(isDisabled(`-- indexwright-disable-next-line ${RULE}\r\n\r\n«SELECT 1`), true);
  });

  it('are told when they disable nothing', () => {
    const problems = (text: string) =>
      readSuppressions(text, DEFAULT_SETTINGS).problems.map(({ span, message }) => [
        text.slice(span.start, span.end),
        formatMessage(message),
      ]);
    assert.deepEqual(problems('-- indexwright-disable-next-line missing-steam-index'), [
      ['missing-steam-index', 'There is no rule missing-steam-index, so this disables nothing.'],
    ]);
    assert.deepEqual(problems(`-- indexwright-disable-line ${RULE}`), [
      [
        'indexwright-disable-line',
        'There is no comment of this form. Write indexwright-disable-next-line or indexwright-disable-file.',
      ],
    ]);
  });

  it('do not disable everything when the only rule is misspelt', () => {
    assert.equal(isDisabled('-- indexwright-disable-next-line missing-steam-index\n«SELECT 1'), false);
  });

  it('must say why when the settings ask for it', () => {
    const kinds = (text: string): readonly string[] =>
      readSuppressions(text, { requireSuppressionReason: true }).problems.map(({ kind }) => kind);
    assert.deepEqual(kinds(`-- indexwright-disable-next-line ${RULE} -- the table is small`), []);
    assert.deepEqual(kinds(`/* indexwright-disable-file -- the table is small */`), []);
    for (const rest of ['', ' --', ' -- ', ' -- */', ' small table']) {
      const problems = kinds(`/* indexwright-disable-file ${RULE}${rest}`);
      assert.ok(problems.includes('no-reason'), rest);
    }
  });

  it('are comments: the words in a string mean nothing', () => {
    assert.equal(isDisabled(`const a = 'indexwright-disable-file';\n«q()`), false);
  });
});
