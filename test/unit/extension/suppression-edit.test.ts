import assert from 'node:assert/strict';
import type { DocumentEdit } from '../../../src/analyzers/finding';
import { suppressInFile, suppressStatement } from '../../../src/extension/code-actions/suppression-edit';

const RULE = 'missing-stream-index';

function apply(text: string, { span, newText }: DocumentEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

describe('Disabling a rule', () => {
  const inStatement = (text: string, statement: string, languageId = 'typescript') =>
    apply(text, suppressStatement({ text, languageId }, text.indexOf(statement), RULE));

  it('puts a comment above the statement, with its indent', () => {
    assert.equal(
      inStatement('function f() {\n\treturn q(`…`);\n}', 'return'),
      'function f() {\n\t// indexwright-disable-next-line missing-stream-index\n\treturn q(`…`);\n}',
    );
  });

  it('writes an SQL comment in an SQL document', () => {
    assert.equal(
      inStatement('SELECT 1;\nSELECT 2;\n', 'SELECT 2', 'sql'),
      'SELECT 1;\n-- indexwright-disable-next-line missing-stream-index\nSELECT 2;\n',
    );
  });

  it('works on the first line of a document', () => {
    assert.equal(
      inStatement('SELECT 1', 'SELECT', 'sql'),
      '-- indexwright-disable-next-line missing-stream-index\nSELECT 1',
    );
  });

  it('moves a statement behind other code to a line of its own', () => {
    assert.equal(
      inStatement('  <p>{() => { q(`…`) }}</p>', 'q('),
      '  <p>{() => { \n  // indexwright-disable-next-line missing-stream-index\n  q(`…`) }}</p>',
    );
  });

  it('puts the comment for a whole file at its top', () => {
    const edit = (text: string, languageId: string) =>
      apply(text, suppressInFile({ text, languageId }, RULE));
    assert.equal(edit('SELECT 1;', 'sql'), '-- indexwright-disable-file missing-stream-index\nSELECT 1;');
    assert.equal(edit('', 'typescript'), '// indexwright-disable-file missing-stream-index\n');
    assert.equal(
      edit('#!/usr/bin/env node\nrun();', 'javascript'),
      '#!/usr/bin/env node\n// indexwright-disable-file missing-stream-index\nrun();',
    );
    assert.equal(
      edit('#!/usr/bin/env node', 'javascript'),
      '#!/usr/bin/env node\n// indexwright-disable-file missing-stream-index\n',
    );
  });
});
