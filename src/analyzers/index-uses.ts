import { migrationFormOf } from './analyze';
import { conflictIndexes } from './indexes/conflict-indexes';
import { type IndexService, servicesFor, type UnservingIndex } from './indexes/index-service';
import type { AccessPath } from './query/access-path';
import { guessTable } from './query/guessed-table';
import { lookThrough } from './query/look-through';
import { readAccessPaths } from './query/read-access-paths';
import { type AnalysisInput, readFragments, readStatements, schemaWith } from './read-document';
import type { FedFragment } from './repair-fragment';
import { runsOnce } from './runs-once';
import { findTable, type RelationName, type Snapshot } from './schema/snapshot';
import { forServer } from './settings';
import type { QueryStatement, TableReference } from './sql/model';
import { isQuery } from './sql/statement-kind';
import type { Span } from './span';

/** A query of a document and the indexes that serve it. Plain data. */
export interface QueryUse {
  /** In the document. */
  readonly span: Span;
  readonly kind: QueryStatement['kind'];
  /** Some of its text is only known when it runs. */
  readonly approximate: boolean;
  /** One for each time that the query names a table with indexes. */
  readonly tables: readonly TableUse[];
}

export interface TableUse {
  readonly table: RelationName;
  /** Where the query names it, in the document. */
  readonly span: Span;
  /** `conflict`: ON CONFLICT needs a unique index on its columns, or the statement fails. */
  readonly purpose: 'read' | 'conflict';
  readonly serving: readonly IndexService[];
}

export interface TableAccess extends TableUse {
  readonly others: readonly UnservingIndex[];
  /** The query asks for some of the rows, or for an order: else it reads the whole table, and no index could help. */
  readonly isSelective: boolean;
}

/** The queries of a document that an index serves. Neither a test's nor what a migration does once: no program runs those again. */
export function findIndexUses(input: AnalysisInput): readonly QueryUse[] {
  if (input.document.isTest === true) return [];
  const fed = readFragments(input);
  const snapshot = schemaWith(input, readStatements(fed));
  const migration = migrationFormOf(input);
  const { file } = input.document;
  return fed.flatMap((each) => {
    const { fragment, result } = each;
    if (result.kind !== 'statement' || !isQuery(result.statement)) return [];
    if (runsOnce({ fragment, file, snapshot: input.snapshot, ...(migration && { migration }) })) return [];
    const tables = accessesOf(each, result.statement, snapshot, input)
      .filter(({ serving }) => serving.length > 0)
      .map(({ table, span, purpose, serving }) => ({ table, span, purpose, serving }));
    if (tables.length === 0) return [];
    const { kind } = result.statement;
    return [{ span: spanOf(each), kind, approximate: fragment.approximate, tables }];
  });
}

/** What every index of every table that a query names does for it. */
export function accessesOf(
  { fragment }: FedFragment,
  statement: QueryStatement,
  snapshot: Snapshot,
  { settings }: Pick<AnalysisInput, 'settings'>,
): readonly TableAccess[] {
  const { serverVersion } = forServer(settings, snapshot);
  const written = guessTable(statement, snapshot, fragment.text)?.statement ?? statement;
  const planned = lookThrough(written, snapshot, fragment.text);
  const placeOf = ({ span }: TableReference): Span => fragment.map.spanToDocument(span);
  const reads = readAccessPaths(planned, snapshot, fragment.approximate).flatMap((path) => {
    const table = nameOf(path);
    if (!table) return [];
    const services = servicesFor(path, serverVersion);
    const span = placeOf(path.relation);
    return [{ table, span, purpose: 'read' as const, isSelective: isSelective(path), ...services }];
  });
  return [...reads, ...conflictsOf(planned, snapshot, placeOf)];
}

function nameOf({ table }: AccessPath): RelationName | undefined {
  return table && { schema: table.schema, name: table.name };
}

function isSelective({ conditions, order }: AccessPath): boolean {
  return conditions.length > 0 || order.length > 0;
}

function conflictsOf(
  statement: QueryStatement,
  snapshot: Snapshot,
  placeOf: (relation: TableReference) => Span,
): readonly TableAccess[] {
  if (statement.kind !== 'insert' || !statement.onConflict) return [];
  const { into, onConflict } = statement;
  const table = findTable(snapshot, into.name);
  const serving = table ? conflictIndexes(table, onConflict.columns) : [];
  if (!table || serving.length === 0) return [];
  const { schema, name } = table;
  const span = placeOf(into);
  return [{ table: { schema, name }, span, purpose: 'conflict', serving, others: [], isSelective: true }];
}

function spanOf({ fragment }: FedFragment): Span {
  return fragment.map.spanToDocument({ start: 0, end: fragment.text.length });
}
