import assert from 'node:assert/strict';
import {
  clipIdentifier,
  quoteIdentifier,
  quoteLiteral,
  quoteQualified,
  utf8Length,
} from '../../../../src/analyzers/sql/identifiers';
import { readExpression, readSelect } from '../read-statement';

describe('Names and literals as PostgreSQL writes them', () => {
  const NAMES: readonly (readonly [name: string, written: string])[] = [
    ['events', 'events'],
    ['_x1', '_x1'],
    ['Events', '"Events"'],
    ['1st', '"1st"'],
    ['a b', '"a b"'],
    ['a"b', '"a""b"'],
    ['a$b', '"a$b"'],
    ['straße', '"straße"'],
    ['🦊', '"🦊"'],
    ['', '""'],
    ['select', '"select"'],
    ['user', '"user"'],
    ['left', '"left"'],
    ['timestamp', '"timestamp"'],
    ['values', '"values"'],
    ['name', 'name'],
    ['type', 'type'],
    ['position', '"position"'],
    ['version', 'version'],
  ];
  for (const [name, written] of NAMES) {
    it(`writes ${JSON.stringify(name)} as ${written}`, () => {
      assert.equal(quoteIdentifier(name), written);
    });
  }

  it('writes names that read back as themselves, wherever a name can stand', async () => {
    for (const [name] of NAMES.filter(([text]) => text !== '')) {
      const written = quoteIdentifier(name);
      const select = await readSelect(
        `SELECT ${written} AS ${written} FROM ${written}.${written} AS ${written}`,
      );
      const [target] = select.targets;
      const [table] = select.from;
      assert.ok(target?.expression.kind === 'column' && table?.kind === 'table');
      assert.deepEqual(
        [target.expression.name, target.alias, table.name.schema, table.name.name, table.alias],
        [name, name, name, name, name],
      );
    }
  });

  it('writes a qualified name', () => {
    assert.equal(quoteQualified('public', 'Order'), 'public."Order"');
    assert.equal(quoteQualified(undefined, 'a'), 'a');
  });

  it('writes literals that read back as themselves', async () => {
    for (const text of ['', 'a', "it's", 'back\\slash', "\\'", '🦊', 'line\nbreak', '$1', "''"]) {
      const expression = await readExpression(quoteLiteral(text));
      assert.ok(expression.kind === 'constant' && expression.type === 'string', text);
      assert.equal(expression.value, text);
    }
  });

  it('counts UTF-8 bytes as an encoder does', () => {
    for (const text of ['', 'abc', 'é', '€', '🦊', 'a€🦊é'])
      assert.equal(utf8Length(text), Buffer.byteLength(text), text);
  });

  it('clips at 63 bytes and never inside a character', () => {
    assert.equal(clipIdentifier('a'.repeat(70)), 'a'.repeat(63));
    assert.equal(clipIdentifier('a'.repeat(63)), 'a'.repeat(63));
    assert.equal(clipIdentifier('é'.repeat(40)), 'é'.repeat(31));
    assert.equal(clipIdentifier(`${'a'.repeat(61)}🦊`), 'a'.repeat(61));
    assert.equal(clipIdentifier('abc', 2), 'ab');
  });
});
