import { readFileSync } from 'node:fs';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { createLibpgFeeder } from '../../../src/analyzers/sql/libpg/libpg-feeder';
import { createPgsqlAstFeeder } from '../../../src/analyzers/sql/pgsql-ast/pgsql-ast-feeder';
import { createLibpgInstance } from '../../../src/runtime/libpg-instance';

let libpg: Promise<SqlFeeder> | undefined;

/** PostgreSQL's own grammar, compiled once for all tests of the process. */
export function libpgFeeder(): Promise<SqlFeeder> {
  libpg ??= createLibpgInstance(readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'))).then(
    createLibpgFeeder,
  );
  return libpg;
}

export function pgsqlAstFeeder(): SqlFeeder {
  return createPgsqlAstFeeder();
}
