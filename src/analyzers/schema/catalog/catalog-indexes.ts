import type { IndexDefinition, IndexKey } from '../../indexes/index-definition';
import { indexKeyFromDefinition } from '../../indexes/index-from-statement';
import type { Expression } from '../../sql/model';
import { CONSTRAINT_LAYOUT, INDEX_ACTIVITY_LAYOUT, INDEX_LAYOUT } from '../catalog-layouts';
import type {
  CatalogRows,
  ColumnRow,
  ConstraintRow,
  IndexActivityRow,
  IndexExpressionRow,
  IndexRow,
} from '../catalog-rows';
import { unpackRows } from '../packed-rows';
import type { Column, RelationName } from '../snapshot';
import type { IndexStatistics } from '../statistics';
import type { CatalogColumns } from './catalog-columns';
import type { CatalogExpressions } from './catalog-expressions';
import { type CatalogNames, DEFAULT_COLLATION, numbersOf } from './catalog-names';
import { plainExpression } from './plain-expression';

/** What tables and indexes are read by. */
export interface CatalogReading {
  readonly rows: CatalogRows;
  readonly names: CatalogNames;
  readonly expressions: CatalogExpressions;
  readonly columns: CatalogColumns;
}

/** Reads the indexes of one table after another. */
export class CatalogIndexes {
  readonly #printed: IndexFacts['printed'];
  readonly #opclassOptions: IndexFacts['opclassOptions'];
  /** Of tables and of indexes; an index is part of one other at most. */
  readonly #parents: ReadonlyMap<number, number>;
  /** Of partitioned tables, whose partitions ask again and again. */
  readonly #namesByTable = new Map<number, ReadonlyMap<number, string>>();

  constructor(private readonly reading: CatalogReading) {
    const { indexExpressions, opclassOptions, inherits } = reading.rows;
    this.#printed = new Map(indexExpressions.map((row) => [row.indexrelid, row]));
    this.#opclassOptions = new Map(
      opclassOptions.map(({ indexrelid, attnum, attoptions }) => [`${indexrelid} ${attnum}`, attoptions]),
    );
    this.#parents = new Map(inherits.map(({ inhrelid, inhparent }) => [inhrelid, inhparent]));
  }

  /** In the order of creation. */
  of(relation: number): readonly IndexDefinition[] {
    const { rows, names } = this.reading;
    const name = names.relation(relation);
    if (!name) return [];
    const constraints = unpackRows(rows.constraints.get(relation), CONSTRAINT_LAYOUT);
    const activity = unpackRows(rows.indexActivity.get(relation), INDEX_ACTIVITY_LAYOUT);
    const facts: IndexFacts = {
      relation,
      columns: this.reading.columns.of(relation),
      constraints: new Map(
        constraints
          .filter(({ contype }) => contype === 'p' || contype === 'u' || contype === 'x')
          .map((row) => [row.conindid, row]),
      ),
      printed: this.#printed,
      opclassOptions: this.#opclassOptions,
      activity: new Map(activity.map((row) => [row.indexrelid, row])),
    };
    return unpackRows(rows.indexes.get(relation), INDEX_LAYOUT).map((row) => {
      const partitionOf = this.#parentOf(row.indexrelid, relation);
      return { ...indexOf(row, name, facts, this.reading), ...(partitionOf && { partitionOf }) };
    });
  }

  #parentOf(index: number, relation: number): RelationName | undefined {
    const parent = this.#parents.get(index);
    const parentTable = this.#parents.get(relation);
    if (parent === undefined || parentTable === undefined) return undefined;
    const table = this.reading.names.relation(parentTable);
    const name = this.#namesOf(parentTable).get(parent);
    return table && name !== undefined ? { schema: table.schema, name } : undefined;
  }

  #namesOf(table: number): ReadonlyMap<number, string> {
    const known = this.#namesByTable.get(table);
    if (known) return known;
    const rows = unpackRows(this.reading.rows.indexes.get(table), INDEX_LAYOUT);
    const names = new Map(rows.map(({ indexrelid, relname }) => [indexrelid, relname]));
    this.#namesByTable.set(table, names);
    return names;
  }
}

interface IndexFacts {
  readonly relation: number;
  readonly columns: readonly Column[];
  readonly constraints: ReadonlyMap<number, ConstraintRow>;
  readonly printed: ReadonlyMap<number, IndexExpressionRow>;
  /** By index and place. */
  readonly opclassOptions: ReadonlyMap<string, readonly string[]>;
  readonly activity: ReadonlyMap<number, IndexActivityRow>;
}

function indexOf(
  row: IndexRow,
  { schema, name: table }: RelationName,
  facts: IndexFacts,
  reading: CatalogReading,
): IndexDefinition {
  const constraint = facts.constraints.get(row.indexrelid);
  const predicate = predicateOf(row, facts, reading);
  return {
    schema,
    table,
    name: row.relname,
    method: row.amname,
    unique: row.indisunique,
    nullsNotDistinct: row.indnullsnotdistinct,
    keys: keysOf(row, facts, reading),
    include: reading.names.columns(facts.relation, keyPart(row.indkey, row.indnkeyatts)),
    ...(predicate && { predicate }),
    options: optionsOf(row.reloptions ?? []),
    ...(constraint && { constraint: { kind: constraintKind(constraint), name: constraint.conname } }),
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

function predicateOf(
  row: IndexRow,
  { printed, columns }: IndexFacts,
  reading: CatalogReading,
): Expression | undefined {
  if (!row.hasPredicate) return undefined;
  const text = printed.get(row.indexrelid)?.predicate ?? undefined;
  const expression = text === undefined ? undefined : reading.expressions.expression(text);
  return expression ? plainExpression(expression, columns) : UNREAD;
}

function keysOf(row: IndexRow, facts: IndexFacts, reading: CatalogReading): readonly IndexKey[] {
  const printed = row.hasExpressions ? printedKeys(row, facts, reading) : undefined;
  if (printed) return printed;
  const [opclasses, collations, options] = [row.indclass, row.indcollation, row.indoption].map(numbersOf);
  const columns = reading.names.columnRows(facts.relation);
  return numbersOf(row.indkey)
    .slice(0, row.indnkeyatts)
    .map((number, place) => {
      const column = columns.get(number);
      const name = column?.attname;
      const properties = {
        ...opclassOf(opclasses?.[place] ?? 0, reading),
        ...opclassOptionsOf(row, place, facts),
        ...collationOf(collations?.[place] ?? 0, column, reading),
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
  { printed, columns }: IndexFacts,
  reading: CatalogReading,
): readonly IndexKey[] | undefined {
  const definition = printed.get(row.indexrelid)?.definition ?? undefined;
  const statement = definition === undefined ? undefined : reading.expressions.index(definition);
  return statement?.keys
    .map(indexKeyFromDefinition)
    .map((key) =>
      key.kind === 'column' ? key : { ...key, expression: plainExpression(key.expression, columns) },
    );
}

function opclassOf(oid: number, { names }: CatalogReading): Pick<IndexKey, 'opclass' | 'opclassSchema'> {
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
  column: ColumnRow | undefined,
  reading: CatalogReading,
): Pick<IndexKey, 'collation' | 'collationSchema'> {
  if (oid === 0 || (column && oid === (column.attcollation || DEFAULT_COLLATION))) return {};
  if (oid === DEFAULT_COLLATION) return column ? { collation: 'default' } : {};
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
