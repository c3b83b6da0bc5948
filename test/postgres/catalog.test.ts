import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../scripts/servers/postgres-binaries.mjs';
import type { IndexKey } from '../../src/analyzers/indexes/index-definition';
import { snapshotFromCatalog } from '../../src/analyzers/schema/from-catalog';
import { readSchema } from '../../src/analyzers/schema/from-ddl';
import type { Snapshot, Table } from '../../src/analyzers/schema/snapshot';
import { fingerprintExpression } from '../../src/analyzers/sql/fingerprint';
import type { Expression } from '../../src/analyzers/sql/model';
import { libpgFeeder } from '../unit/analyzers/feeders';
import { factsOf } from '../unit/analyzers/schema/schema-facts';
import { readFacts } from './catalogue-facts';
import { readCatalogOf } from './read-catalog-of';
import { isFor, readScripts, runScripts, type Script, withClient } from './run-scripts';

const FIXTURES = join(__dirname, '../fixtures');
const SAMPLE = join(__dirname, '../../samples/event-store/db/migrations');

const SCHEMAS: readonly { readonly name: string; readonly files: readonly Script[] }[] = [
  { name: 'sample', files: readScripts(SAMPLE) },
  ...[...readScripts(join(FIXTURES, 'schemas')), ...readScripts(join(FIXTURES, 'ddl'))]
    .filter(({ file }) => !file.endsWith('.data.sql'))
    .map((script) => ({ name: script.file, files: [script] })),
];

for (const version of everyServer().map((alias) => Number(alias.slice(2)))) {
  describe(`The snapshot of PostgreSQL ${version}`, () => {
    let server: EmbeddedPostgres;

    before(async function () {
      this.timeout(60_000);
      server = await startPostgres(`pg${version}`);
    });

    after(async function () {
      this.timeout(20_000);
      await server.stop();
    });

    for (const { name, files } of SCHEMAS.filter(({ files }) => files.every((file) => isFor(version, file))))
      it(`is that of ${name}, as the catalogue and the scripts say`, async function () {
        this.timeout(20_000);
        const connectionString = await runScripts(server, name, files);
        const feeder = await libpgFeeder();
        const snapshot = snapshotFromCatalog(await readCatalogOf(connectionString), feeder);
        assert.deepEqual(factsOf(snapshot), await withClient(connectionString, readFacts));
        const declared = readSchema(files, feeder, { kind: 'none' });
        assert.deepEqual(comparable(withoutWhatOnlyServersKnow(snapshot, declared)), comparable(declared));
      });
  });
}

/** Without the columns of what comes out of a query. */
function withoutWhatOnlyServersKnow(snapshot: Snapshot, declared: Snapshot): Snapshot {
  const tables = snapshot.tables.map((table) => {
    const other = declared.tables.find(({ schema, name }) => schema === table.schema && name === table.name);
    return other?.incomplete === true ? { ...table, incomplete: true, columns: other.columns } : table;
  });
  return { ...snapshot, tables };
}

/** Every field of the model, with expressions by their meaning, and without the order in which relations were made. */
function comparable({ tables, views, functions }: Snapshot): unknown {
  return {
    tables: tables.map(comparableTable).sort(byName),
    views: views
      .map(({ window, reads, ...view }) => ({
        ...view,
        reads: reads.map(({ schema, name }) => `${schema}.${name}`).sort(),
        ...(window && { columns: window.columns, where: meaning(window.where) }),
      }))
      .sort(byName),
    functions: functions
      .map(({ inlinable, ...declared }) => ({ ...declared, inlinable: inlinable !== undefined }))
      .sort(byName),
  };
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

function byName(one: Named, other: Named): number {
  return `${one.schema}.${one.name}` < `${other.schema}.${other.name}` ? -1 : 1;
}

function meaning(expression: Expression | undefined): string | undefined {
  return expression && fingerprintExpression(expression);
}

/** The server prints a literal in its type's own form with its type, and the name of a sequence as the search path needs it. */
function meaningOfDefault(value: Expression | undefined): string | undefined {
  return meaning(value)
    ?.replace(/cast\(('[^']*') as [^)]+\)/g, '$1')
    .replace(/(?<=nextval\(')(?:\w+\.)?"?(\w+)"?(?=')/, '$1')
    .replace("'\\x'", "''");
}

function comparableTable(table: Table): Named & Record<string, unknown> {
  const {
    schema,
    name,
    persistence,
    partitionOf,
    inherits = [],
    partitioning,
    materializes,
    incomplete,
  } = table;
  return {
    ...{ schema, name, persistence, partitionOf, inherits, materializes, incomplete },
    partitioning: partitioning && {
      strategy: partitioning.strategy,
      keys: partitioning.keys.map(fingerprintExpression),
    },
    columns: table.columns.map(({ name: column, type, collation, notNull, generated, default: value }) => ({
      ...{ column, type, collation, notNull },
      generated: partitionOf && generated === 'identity' ? 'no' : generated,
      default: meaningOfDefault(value),
    })),
    constraints: table.constraints
      .map(({ kind, name: constraint, columns, references, noInherit }) => ({
        ...{ schema, name: constraint, kind, columns, references, noInherit },
      }))
      .sort(byName),
    indexes: table.indexes.map(comparableIndex).sort(byName),
  };
}

function comparableIndex(index: Table['indexes'][number]): Named & Record<string, unknown> {
  const { keys, predicate } = index;
  const properties = { ...index, keys: keys.map(comparableKey), predicate: meaning(predicate) };
  return { ...properties, statistics: undefined, declaredAt: undefined };
}

function comparableKey(key: IndexKey): unknown {
  if (key.kind === 'column') return key;
  const { expression, ...properties } = key;
  return { ...properties, expression: meaning(expression) };
}
