import assert from 'node:assert/strict';
import { readExtraction, sameMeaning } from '../../../../src/analyzers/indexes/extraction';
import type { Expression } from '../../../../src/analyzers/sql/model';
import { libpgFeeder } from '../feeders';
import { readWith } from '../read-statement';
import { schemaFrom } from '../schema-from';

const DDL = `CREATE FUNCTION category(stream text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 1';
  CREATE TABLE t (id bigint, stream_id text, email text, data jsonb, at timestamptz);`;

async function read(sql: string): Promise<Expression> {
  const statement = readWith(await libpgFeeder(), `SELECT ${sql} FROM t`);
  assert.ok(statement.kind === 'select' && statement.targets[0]);
  return statement.targets[0].expression;
}

async function kindOf(sql: string): Promise<string> {
  const snapshot = await schemaFrom(DDL);
  const [table] = snapshot.tables;
  assert.ok(table);
  const result = readExtraction(await read(sql), table, snapshot);
  return result.kind === 'extraction' ? result.extraction.kind : result.kind;
}

describe('What an expression takes out of a column', () => {
  for (const [sql, kind] of [
    ["split_part(stream_id, '-', 1)", 'category'],
    ['category(stream_id)', 'category'],
    ['unheard_of(stream_id)', 'other'],
    ["split_part(email, '@', 2)", 'few-values'],
    ["data ->> 'orderId'", 'document-value'],
    ["(data ->> 'n')::int", 'document-value'],
    ["data -> 'a' -> 'b' ->> 'c'", 'document-value'],
    ["data #>> '{a,b}'", 'document-value'],
    ["jsonb_extract_path_text(data, 'a', 'b')", 'document-value'],
    ["data ->> 'orderStatus'", 'few-values'],
    ["data #>> '{order,status}'", 'few-values'],
    ["(data ->> 'late')::boolean", 'few-values'],
    ["(data ->> 'day')::date", 'not-immutable'],
    ['data ->> $1', 'changing'],
    ['lower(email)', 'letter-case'],
    ["lower(data ->> 'email')", 'letter-case'],
    ['email::varchar(3)', 'other'],
    ['id::text', 'other'],
    ["date_trunc('day', at)", 'other'],
    ['mod(hashtext(stream_id), 4)', 'partition-filter'],
    ['id % 4', 'partition-filter'],
    ['email || stream_id', 'other'],
  ] as const) {
    it(`is ${kind} for ${sql}`, async () => {
      assert.equal(await kindOf(sql), kind);
    });
  }
});

describe('Two forms of an expression', () => {
  for (const [one, other, isSame] of [
    ["data ->> 'a'", "data -> 'a'", true],
    ["data ->> 'a'", "data #>> '{a}'", true],
    ["data -> 'a' ->> 'b'", "data #>> '{a,b}'", true],
    ["data -> 'a' ->> 'b'", "jsonb_extract_path_text(data, 'a', 'b')", true],
    ["(data ->> 'a')::int", "data ->> 'a'", true],
    ["data ->> 'a'", "data ->> 'b'", false],
    ["data ->> 'a'", 'lower(email)', false],
  ] as const) {
    it(`${isSame ? 'mean' : 'do not mean'} the same: ${one} and ${other}`, async () => {
      assert.equal(sameMeaning(await read(one)) === sameMeaning(await read(other)), isSame);
    });
  }
});
