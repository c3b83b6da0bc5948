import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { createLibpgFeeder, type LibpgFeeder } from '../../../../src/analyzers/sql/libpg/libpg-feeder';
import { createFeeder } from '../../../../src/analyzers/sql/parse';
import { createLibpgInstance } from '../../../../src/runtime/libpg-instance';
import { pgsqlAstFeeder } from '../feeders';

/** PostgreSQL's grammar alone reads it. */
const MERGE = 'MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE';
const SIMPLE = 'SELECT a FROM t';
const TRIGGER = 'SELECT 666';

describe('The two grammars behind one door', () => {
  let compiled: WebAssembly.Module;

  before(async () => {
    compiled = await WebAssembly.compile(readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm')));
  });

  /** Overflows for real at one text. */
  async function losableFeeder(): Promise<LibpgFeeder> {
    const instance = await createLibpgInstance(compiled);
    const deep = `SELECT a${' || a'.repeat(60_000)}`;
    return createLibpgFeeder({ parse: (sql) => instance.parse(sql === TRIGGER ? deep : sql) });
  }

  /** Counts what it is asked. */
  function counting(feeder: SqlFeeder): SqlFeeder & { readonly texts: string[] } {
    const texts: string[] = [];
    return {
      texts,
      name: feeder.name,
      feed(text) {
        texts.push(text);
        return feeder.feed(text);
      },
    };
  }

  it('asks the second while there is no first, and the first from when it is there', async () => {
    const owner: { feeder?: LibpgFeeder } = {};
    const feeder = createFeeder(() => owner.feeder, pgsqlAstFeeder());
    assert.equal(feeder.name, 'pgsql-ast-parser');
    assert.equal(feeder.feed(SIMPLE).kind, 'statement');
    assert.equal(feeder.feed(MERGE).kind, 'declined');
    owner.feeder = await losableFeeder();
    assert.equal(feeder.name, 'libpg-query');
    assert.equal(feeder.feed(MERGE).kind, 'statement');
  });

  it('goes on with the second when the first is lost, and with a new first when its owner has made one', async () => {
    let first = await losableFeeder();
    const feeder = createFeeder(() => first, pgsqlAstFeeder());
    assert.equal(feeder.feed(MERGE).kind, 'statement');
    assert.equal(feeder.feed(TRIGGER).kind, 'declined');
    assert.equal(first.isLost, true);
    assert.equal(feeder.name, 'pgsql-ast-parser');
    assert.equal(feeder.feed(MERGE).kind, 'declined');
    assert.equal(feeder.feed(SIMPLE).kind, 'statement');
    first = await losableFeeder();
    assert.equal(feeder.name, 'libpg-query');
    assert.equal(feeder.feed(MERGE).kind, 'statement');
  });

  it('gives a text that stopped one instance to no other', async () => {
    let first = await losableFeeder();
    const feeder = createFeeder(() => first, pgsqlAstFeeder());
    feeder.feed(TRIGGER);
    first = await losableFeeder();
    assert.equal(feeder.feed(TRIGGER).kind, 'declined');
    assert.equal(first.isLost, false);
  });

  it('asks a grammar once for the same text', () => {
    const second = counting(pgsqlAstFeeder());
    const feeder = createFeeder(() => undefined, second);
    const result = feeder.feed(SIMPLE);
    assert.equal(feeder.feed(SIMPLE), result);
    feeder.feed(`${SIMPLE} LIMIT 1`);
    assert.deepEqual(second.texts, [SIMPLE, `${SIMPLE} LIMIT 1`]);
  });
});
