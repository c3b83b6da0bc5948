import { quoteIdentifier, quoteLiteral, quoteQualified } from '../sql/identifiers';
import type { Expression } from '../sql/model';
import { makeObjectName } from '../sql/object-name';
import { printExpression } from '../sql/print-expression';
import type { ProposedIndex } from '../finding';
import type { RelationName } from '../schema/snapshot';
import type { PartitionBound } from './partition-bounds';
import type { NamedPartition } from './partition-names';
import type { IndexDefinition, IndexKey } from './index-definition';

/** The one printer of DDL. Every statement ends with a semicolon; names are schema-qualified and quoted as the server would. */
export interface CreateIndexForm {
  readonly concurrently: boolean;
  /** For a partitioned parent: the index of the parent alone, to which the partitions' indexes are attached. */
  readonly only?: boolean;
  readonly ifNotExists?: boolean;
}

/** `undefined` when a key or the predicate has a form that we do not print. */
export function printCreateIndex(index: IndexDefinition, form: CreateIndexForm): string | undefined {
  const keys = index.keys.map(printKey);
  const predicate = index.predicate && printExpression(index.predicate);
  if (keys.includes(undefined) || (index.predicate && predicate === undefined)) return undefined;
  const head = [
    'CREATE',
    ...(index.unique ? ['UNIQUE'] : []),
    'INDEX',
    ...(form.concurrently ? ['CONCURRENTLY'] : []),
    ...(form.ifNotExists === true ? ['IF NOT EXISTS'] : []),
  ];
  const target = `${form.only === true ? 'ONLY ' : ''}${quoteQualified(index.schema, index.table)}`;
  const method = index.method === 'btree' ? '' : `USING ${quoteIdentifier(index.method)} `;
  const tail = [
    ...(index.include.length > 0 ? [`INCLUDE (${index.include.map(quoteIdentifier).join(', ')})`] : []),
    ...(index.nullsNotDistinct ? ['NULLS NOT DISTINCT'] : []),
    ...(hasEntries(index.options) ? [`WITH (${printOptions(index.options)})`] : []),
    ...(predicate === undefined ? [] : [`WHERE ${predicate}`]),
  ];
  const first = `${head.join(' ')} ${quoteIdentifier(index.name)}\n    ON ${target} ${method}(${keys.join(', ')})`;
  return [first, ...tail].join('\n    ') + ';';
}

/** From the words that `describeProposedIndex` has made of a definition, which this printer has printed. */
export function printProposedIndex(index: Omit<ProposedIndex, 'replaces' | 'name'>, name?: string): string {
  const { schema, table, method, unique, keys, include, predicate } = index;
  return [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${name === undefined ? '' : `${quoteIdentifier(name)} `}ON ${quoteQualified(schema, table)} USING ${quoteIdentifier(method)} (${keys.join(', ')})`,
    ...(include.length > 0 ? [`INCLUDE (${include.map(quoteIdentifier).join(', ')})`] : []),
    ...(predicate === undefined ? [] : [`WHERE ${predicate}`]),
  ].join(' ');
}

function printKey(key: IndexKey): string | undefined {
  const what = key.kind === 'column' ? quoteIdentifier(key.column) : printExpression(key.expression);
  if (what === undefined) return undefined;
  const words = [key.kind === 'column' || isBareCall(key) ? what : `(${what})`];
  if (key.collation !== undefined)
    words.push(`COLLATE ${quoteQualified(key.collationSchema, key.collation)}`);
  if (key.opclass !== undefined) words.push(printOperatorClass(key.opclass, key));
  if (key.descending) words.push('DESC');
  if (key.nullsFirst !== key.descending) words.push(key.nullsFirst ? 'NULLS FIRST' : 'NULLS LAST');
  return words.join(' ');
}

function printOperatorClass(
  opclass: string,
  { opclassSchema, opclassOptions = {} }: Pick<IndexKey, 'opclassSchema' | 'opclassOptions'>,
): string {
  const name = quoteQualified(opclassSchema, opclass);
  return hasEntries(opclassOptions) ? `${name} (${printOptions(opclassOptions)})` : name;
}

function hasEntries(options: Readonly<Record<string, string>>): boolean {
  return Object.keys(options).length > 0;
}

/** `fillfactor = 70, autosummarize = on` */
function printOptions(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(
      ([name, value]) =>
        `${quoteIdentifier(name)} = ${/^[\w.+-]+$/.test(value) ? value : quoteLiteral(value)}`,
    )
    .join(', ');
}

function isBareCall(key: IndexKey): boolean {
  return key.kind === 'expression' && key.expression.kind === 'call';
}

/** Each key as DDL has it. */
export function printKeys(index: IndexDefinition): readonly string[] {
  return index.keys.map((key) => printKey(key) ?? '…');
}

/** Key list as a person reads it: `stream_id, event_id`. */
export function printKeyList(index: IndexDefinition): string {
  return printKeys(index).join(', ');
}

/** What an index is beside its name: `UNIQUE (stream_id, version)`, `gin (data)`, `(at) WHERE kind = 'a'`. */
export function printIndexForm(index: IndexDefinition): string {
  const predicate = index.predicate && (printExpression(index.predicate) ?? '…');
  return [
    ...(index.unique ? ['UNIQUE'] : []),
    ...(index.method === 'btree' ? [] : [index.method]),
    `(${printKeyList(index)})`,
    ...(index.include.length > 0 ? [`INCLUDE (${index.include.map(quoteIdentifier).join(', ')})`] : []),
    ...(predicate === undefined ? [] : [`WHERE ${predicate}`]),
  ].join(' ');
}

export function printDropIndex(
  schema: string | undefined,
  name: string,
  form: { readonly concurrently: boolean; readonly ifExists?: boolean },
): string {
  const words = [
    'DROP INDEX',
    ...(form.concurrently ? ['CONCURRENTLY'] : []),
    ...(form.ifExists === true ? ['IF EXISTS'] : []),
  ];
  return `${words.join(' ')} ${quoteQualified(schema, name)};`;
}

export function printReindex(schema: string | undefined, name: string): string {
  return `REINDEX INDEX CONCURRENTLY ${quoteQualified(schema, name)};`;
}

/** `finer`: after a hundredth of the rows; `default`: as the server has it for all tables. */
export function printAutovacuum({ schema, name }: RelationName, form: 'finer' | 'default'): string {
  const value = form === 'finer' ? ' = 0.01' : '';
  const factors = ['autovacuum_analyze_scale_factor', 'autovacuum_vacuum_insert_scale_factor'];
  const list = factors.map((factor) => `${factor}${value}`).join(', ');
  return `ALTER TABLE ${quoteQualified(schema, name)} ${form === 'finer' ? 'SET' : 'RESET'} (${list});`;
}

/** Statistics about columns together, or about expressions. `undefined` when an expression has a form that we do not print. */
export function printCreateStatistics(
  { schema, name }: RelationName,
  expressions: readonly Expression[],
): string | undefined {
  const items = expressions.map((expression) => {
    const text = printExpression(expression);
    return text === undefined || expression.kind === 'column' ? text : `(${text})`;
  });
  if (items.includes(undefined)) return undefined;
  // Before 16 the name must be given; this is how later servers make it.
  const words = expressions.map((expression) => (expression.kind === 'column' ? expression.name : 'expr'));
  const statistics = makeObjectName(name, words.join('_'), 'stat');
  return `CREATE STATISTICS ${quoteQualified(schema, statistics)} ON ${items.join(', ')} FROM ${quoteQualified(schema, name)};`;
}

export function printAttachIndexPartition(parent: IndexDefinition, partition: IndexDefinition): string {
  return `ALTER INDEX ${quoteQualified(parent.schema, parent.name)} ATTACH PARTITION ${quoteQualified(partition.schema, partition.name)};`;
}

export function printRenameIndex({ schema, name }: RelationName, to: string): string {
  return `ALTER INDEX ${quoteQualified(schema, name)} RENAME TO ${quoteIdentifier(to)};`;
}

/** @param columns none: all of the table's */
export function printAnalyze({ schema, name }: RelationName, columns: readonly string[] = []): string {
  const list = columns.length > 0 ? ` (${columns.map(quoteIdentifier).join(', ')})` : '';
  return `ANALYZE ${quoteQualified(schema, name)}${list};`;
}

/** Without the step that gives empty pages at the end back: it alone would lock readers out. */
export function printVacuum({ schema, name }: RelationName): string {
  return `VACUUM (TRUNCATE false) ${quoteQualified(schema, name)};`;
}

/** @param target 0 to 10,000; -1 for the server's default */
export function printSetStatistics({ schema, name }: RelationName, column: string, target: number): string {
  return `ALTER TABLE ${quoteQualified(schema, name)} ALTER COLUMN ${quoteIdentifier(column)} SET STATISTICS ${Math.trunc(target)};`;
}

/** Of an expression of an index, which has statistics of its own. @param position of the key, from 1 */
export function printSetIndexStatistics(
  { schema, name }: RelationName,
  position: number,
  target: number,
): string {
  return `ALTER INDEX ${quoteQualified(schema, name)} ALTER COLUMN ${Math.trunc(position)} SET STATISTICS ${Math.trunc(target)};`;
}

/** One statement for what is set and one for what goes back to the server's default; `null` is the latter. */
export function printTableOptions(
  { schema, name }: RelationName,
  options: Readonly<Record<string, string | null>>,
): readonly string[] {
  const table = quoteQualified(schema, name);
  const set: Record<string, string> = {};
  const reset: string[] = [];
  for (const [option, value] of Object.entries(options)) {
    if (value === null) reset.push(quoteIdentifier(option));
    else set[option] = value;
  }
  return [
    ...(hasEntries(set) ? [`ALTER TABLE ${table} SET (${printOptions(set)});`] : []),
    ...(reset.length > 0 ? [`ALTER TABLE ${table} RESET (${reset.join(', ')});`] : []),
  ];
}

export function printSummarizeBrin({ schema, name }: RelationName): string {
  return `SELECT pg_catalog.brin_summarize_new_values(${quoteLiteral(quoteQualified(schema, name))}::pg_catalog.regclass);`;
}

export interface KeyConstraint {
  readonly kind: 'primary-key' | 'unique';
  readonly name: string;
  readonly deferrable?: 'initially-immediate' | 'initially-deferred';
}

/** The index takes the constraint's name. @param replaces the constraint of that name goes in the same statement */
export function printAddConstraintUsingIndex(
  { schema, name }: RelationName,
  constraint: KeyConstraint,
  { index, replaces }: { readonly index: string; readonly replaces: boolean },
): string {
  const own = quoteIdentifier(constraint.name);
  const kind = constraint.kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE';
  const deferrable =
    constraint.deferrable === undefined
      ? ''
      : constraint.deferrable === 'initially-deferred'
        ? ' DEFERRABLE INITIALLY DEFERRED'
        : ' DEFERRABLE';
  const drop = replaces ? `\n    DROP CONSTRAINT ${own},` : '';
  return `ALTER TABLE ${quoteQualified(schema, name)}${drop}\n    ADD CONSTRAINT ${own} ${kind} USING INDEX ${quoteIdentifier(index)}${deferrable};`;
}

/** The index goes with it. */
export function printDropConstraint({ schema, name }: RelationName, constraint: string): string {
  return `ALTER TABLE ${quoteQualified(schema, name)} DROP CONSTRAINT ${quoteIdentifier(constraint)};`;
}

export interface PartitionedCopy {
  readonly from: RelationName;
  readonly to: RelationName;
  readonly column: string;
  readonly strategy: 'hash' | 'range' | 'list';
  readonly partitions: readonly NamedPartition[];
  /** Each holds the column. */
  readonly keys: readonly { readonly isPrimary: boolean; readonly columns: readonly string[] }[];
  readonly indexes: readonly IndexDefinition[];
}

/** A partitioned table like another, with its keys, partitions and indexes. The rows are not copied. */
export function printPartitionedCopy(copy: PartitionedCopy): string {
  const { from, to, column, strategy, keys, partitions, indexes } = copy;
  const table = quoteQualified(to.schema, to.name);
  const like = quoteQualified(from.schema, from.name);
  const adds = keys.map(({ isPrimary, columns }) => {
    const list = columns.map(quoteIdentifier).join(', ');
    return `ALTER TABLE ${table} ADD ${isPrimary ? 'PRIMARY KEY' : 'UNIQUE'} (${list});`;
  });
  const parts = partitions.map(
    ({ name, bound }) =>
      `CREATE TABLE ${quoteQualified(to.schema, name)} PARTITION OF ${table} ${printBound(bound)};`,
  );
  return [
    printComment('Copy the rows into it, then swap the names while nobody writes.'),
    `CREATE TABLE ${table} (LIKE ${like} INCLUDING ALL EXCLUDING INDEXES)\n    PARTITION BY ${strategy.toUpperCase()} (${quoteIdentifier(column)});`,
    ...adds,
    ...parts,
    ...indexes.flatMap((index) => printCreateIndex(index, { concurrently: false }) ?? []),
  ].join('\n');
}

function printBound(bound: PartitionBound['bound']): string {
  switch (bound.kind) {
    case 'hash':
      return `FOR VALUES WITH (MODULUS ${bound.modulus}, REMAINDER ${bound.remainder})`;
    case 'range': {
      const from = bound.from === undefined ? 'MINVALUE' : quoteLiteral(bound.from);
      return `FOR VALUES FROM (${from}) TO (${quoteLiteral(bound.to)})`;
    }
    case 'list':
      return `FOR VALUES IN (${quoteLiteral(bound.value)})`;
    case 'default':
      return 'DEFAULT';
  }
}

/** Text that cannot end the comment it stands in. */
export function printComment(text: string): string {
  return text
    .split(/\r\n|[\r\n]/)
    .map((line) => `-- ${line}`.trimEnd())
    .join('\n');
}
