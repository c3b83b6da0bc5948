import type { IndexDefinition, IndexKey } from '../../indexes/index-definition';
import { indexKeyFromDefinition } from '../../indexes/index-from-statement';
import type { Expression } from '../../sql/model';
import type { CatalogRows, ConstraintRow, IndexRow } from '../catalog-rows';
import type { Column, RelationName } from '../snapshot';
import type { IndexStatistics } from '../statistics';
import type { CatalogExpressions } from './catalog-expressions';
import { type CatalogNames, DEFAULT_COLLATION, numbersOf } from './catalog-names';
import { plainExpression } from './plain-expression';

/** What indexes are read by. */
export interface IndexReading {
  readonly names: CatalogNames;
  readonly expressions: CatalogExpressions;
  readonly columns: ReadonlyMap<number, readonly Column[]>;
}

/** By the number of their table, in the order of creation. */
export function indexesByRelation(
  rows: CatalogRows,
  reading: IndexReading,
): ReadonlyMap<number, readonly IndexDefinition[]> {
  const facts = indexFacts(rows);
  const indexes = new Map<number, IndexDefinition[]>();
  for (const row of rows.indexes) {
    const table = reading.names.relation(row.indrelid);
    if (!table) continue;
    const index = indexOf(row, table, facts, reading);
    const others = indexes.get(row.indrelid);
    if (others) others.push(index);
    else indexes.set(row.indrelid, [index]);
  }
  return indexes;
}

interface IndexFacts {
  readonly constraints: ReadonlyMap<number, ConstraintRow>;
  readonly printed: ReadonlyMap<number, CatalogRows['indexExpressions'][number]>;
  /** By index and place. */
  readonly opclassOptions: ReadonlyMap<string, readonly string[]>;
  readonly activity: ReadonlyMap<number, CatalogRows['indexActivity'][number]>;
  readonly parents: ReadonlyMap<number, RelationName>;
}

function indexFacts(rows: CatalogRows): IndexFacts {
  const { constraints, indexExpressions, opclassOptions, indexActivity, indexes, inherits } = rows;
  const schemas = new Map(rows.relations.map(({ oid, nspname }) => [oid, nspname]));
  const names = new Map(
    indexes.map(({ indexrelid, indrelid, relname }) => [
      indexrelid,
      { schema: schemas.get(indrelid) ?? '', name: relname },
    ]),
  );
  return {
    constraints: new Map(
      constraints
        .filter(({ contype }) => contype === 'p' || contype === 'u' || contype === 'x')
        .map((row) => [row.conindid, row]),
    ),
    printed: new Map(indexExpressions.map((row) => [row.indexrelid, row])),
    opclassOptions: new Map(
      opclassOptions.map(({ indexrelid, attnum, attoptions }) => [`${indexrelid} ${attnum}`, attoptions]),
    ),
    activity: new Map(indexActivity.map((row) => [row.indexrelid, row])),
    parents: new Map(
      inherits.flatMap(({ inhrelid, inhparent }) => {
        const parent = names.get(inhparent);
        return parent ? [[inhrelid, parent] as const] : [];
      }),
    ),
  };
}

function indexOf(
  row: IndexRow,
  { schema, name: table }: RelationName,
  facts: IndexFacts,
  reading: IndexReading,
): IndexDefinition {
  const constraint = facts.constraints.get(row.indexrelid);
  const parent = facts.parents.get(row.indexrelid);
  const predicate = predicateOf(row, facts, reading);
  return {
    schema,
    table,
    name: row.relname,
    method: row.amname,
    unique: row.indisunique,
    nullsNotDistinct: row.indnullsnotdistinct,
    keys: keysOf(row, facts, reading),
    include: reading.names.columns(row.indrelid, keyPart(row.indkey, row.indnkeyatts)),
    ...(predicate && { predicate }),
    options: optionsOf(row.reloptions ?? []),
    ...(constraint && { constraint: { kind: constraintKind(constraint), name: constraint.conname } }),
    ...(parent && { partitionOf: parent }),
    valid: row.indisvalid,
    ...(!row.indisready && { notReady: true }),
    ...(row.indisreplident && { replicaIdentity: true }),
    statistics: statisticsOf(row, facts),
  };
}

function constraintKind({ contype }: ConstraintRow): 'primary-key' | 'unique' | 'exclude' {
  return contype === 'p' ? 'primary-key' : contype === 'u' ? 'unique' : 'exclude';
}

function keyPart(vector: string, start: number): string {
  return vector.split(' ').slice(start).join(' ');
}

/** Not known: its table was locked, or the grammar does not read it. Nothing is proved by it. */
const UNREAD: Expression = { kind: 'opaque', what: 'unread', children: [], span: { start: 0, end: 0 } };

function predicateOf(row: IndexRow, { printed }: IndexFacts, reading: IndexReading): Expression | undefined {
  if (!row.hasPredicate) return undefined;
  const text = printed.get(row.indexrelid)?.predicate ?? undefined;
  const expression = text === undefined ? undefined : reading.expressions.expression(text);
  return expression ? plainExpression(expression, columnsOf(row, reading)) : UNREAD;
}

function columnsOf({ indrelid }: IndexRow, { columns }: IndexReading): readonly Column[] {
  return columns.get(indrelid) ?? [];
}

function keysOf(row: IndexRow, facts: IndexFacts, reading: IndexReading): readonly IndexKey[] {
  const printed = row.hasExpressions ? printedKeys(row, facts, reading) : undefined;
  if (printed) return printed;
  const [opclasses, collations, options] = [row.indclass, row.indcollation, row.indoption].map(numbersOf);
  return numbersOf(row.indkey)
    .slice(0, row.indnkeyatts)
    .map((number, place) => {
      const name = reading.names.column(row.indrelid, number);
      const properties = {
        ...opclassOf(opclasses?.[place] ?? 0, reading),
        ...opclassOptionsOf(row, place, facts),
        ...collationOf(collations?.[place] ?? 0, name, row, reading),
        descending: ((options?.[place] ?? 0) & 1) === 1,
        nullsFirst: ((options?.[place] ?? 0) & 2) === 2,
      };
      return name === undefined
        ? { kind: 'expression', expression: UNREAD, ...properties }
        : { kind: 'column', column: name, ...properties };
    });
}

/** The server leaves out collations that an expression has by itself, which its numbers do not tell. */
function printedKeys(
  row: IndexRow,
  { printed }: IndexFacts,
  reading: IndexReading,
): readonly IndexKey[] | undefined {
  const definition = printed.get(row.indexrelid)?.definition ?? undefined;
  const statement = definition === undefined ? undefined : reading.expressions.index(definition);
  return statement?.keys
    .map(indexKeyFromDefinition)
    .map((key) =>
      key.kind === 'column'
        ? key
        : { ...key, expression: plainExpression(key.expression, columnsOf(row, reading)) },
    );
}

function opclassOf(oid: number, { names }: IndexReading): Pick<IndexKey, 'opclass' | 'opclassSchema'> {
  const opclass = names.opclass(oid);
  if (!opclass) return {};
  return {
    opclass: opclass.name,
    ...(opclass.schema !== undefined && { opclassSchema: opclass.schema }),
  };
}

function opclassOptionsOf(
  { indexrelid }: IndexRow,
  place: number,
  { opclassOptions }: IndexFacts,
): Pick<IndexKey, 'opclassOptions'> {
  const options = opclassOptions.get(`${indexrelid} ${place + 1}`);
  return options ? { opclassOptions: optionsOf(options) } : {};
}

/** Only where it is not the column's own. */
function collationOf(
  oid: number,
  column: string | undefined,
  row: IndexRow,
  reading: IndexReading,
): Pick<IndexKey, 'collation' | 'collationSchema'> {
  if (oid === 0 || (column !== undefined && oid === reading.names.columnCollation(row.indrelid, column)))
    return {};
  if (oid === DEFAULT_COLLATION) return column === undefined ? {} : { collation: 'default' };
  const collation = reading.names.collation(oid);
  if (!collation) return {};
  return {
    collation: collation.name,
    ...(collation.schema !== undefined && { collationSchema: collation.schema }),
  };
}

function optionsOf(options: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    options.map((option) => {
      const end = option.indexOf('=');
      return [option.slice(0, end), option.slice(end + 1)];
    }),
  );
}

function statisticsOf(row: IndexRow, { activity }: IndexFacts): IndexStatistics {
  const { scans = 0, rowsRead = 0, rowsFetched = 0, lastScan = null } = activity.get(row.indexrelid) ?? {};
  return {
    ...(row.reltuples >= 0 && { rows: row.reltuples }),
    pages: row.relpages,
    activity: { scans, rowsRead, rowsFetched, ...(lastScan !== null && { lastScan }) },
  };
}
