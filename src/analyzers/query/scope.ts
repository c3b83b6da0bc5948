import { isHoleIdentifier } from '../sources/fragment';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import type { ColumnExpression, FromItem, QueryStatement, TableReference } from '../sql/model';

/** One FROM item that column names can mean. */
export interface ScopeEntry {
  /** The name a qualifier uses: the alias, or the table's own name. */
  readonly name: string | undefined;
  /** A base table of the database; absent for a sub-select, a function, or a CTE's name. */
  readonly relation?: TableReference;
  readonly table?: Table;
  /** Every column's name, when they are known. */
  readonly columns?: ReadonlySet<string>;
}

export interface Scope {
  readonly entries: readonly ScopeEntry[];
  readonly outer?: Scope;
  /** Columns of USING and NATURAL: without a qualifier they mean those of the first entry that has them. */
  readonly merged?: ReadonlySet<string>;
  readonly commonTables: ReadonlySet<string>;
  readonly snapshot: Snapshot;
}

const SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid']);

/** What a column reference means: an entry of this scope, one of an outer query, or nothing that can be told. */
export type Resolution =
  | { readonly kind: 'entry'; readonly entry: ScopeEntry }
  | { readonly kind: 'outer' }
  | { readonly kind: 'unresolved' };

export function resolveColumn(column: ColumnExpression, scope: Scope): Resolution {
  const here = matchEntries(column, scope.entries);
  const isMerged =
    scope.merged?.has(column.name) === true && here.every(({ columns }) => columns?.has(column.name));
  if (here[0] && (here.length === 1 || isMerged)) return { kind: 'entry', entry: here[0] };
  if (here.length > 1) return { kind: 'unresolved' };
  for (let outer = scope.outer; outer; outer = outer.outer) {
    if (matchEntries(column, outer.entries).length > 0) return { kind: 'outer' };
  }
  return { kind: 'unresolved' };
}

function matchEntries(column: ColumnExpression, entries: readonly ScopeEntry[]): readonly ScopeEntry[] {
  if (column.qualifier !== undefined) return entries.filter((entry) => entry.name === column.qualifier);
  const certain = entries.filter((entry) => entry.columns?.has(column.name) === true);
  if (certain.length > 0) return certain;
  const possible = entries.filter((entry) => entry.columns === undefined || SYSTEM_COLUMNS.has(column.name));
  return possible;
}

export function entryOfTable(
  relation: TableReference,
  commonTables: ReadonlySet<string>,
  snapshot: Snapshot,
): ScopeEntry {
  const name = relation.alias ?? relation.name.name;
  if (relation.name.schema === undefined && commonTables.has(relation.name.name)) return { name };
  if (isHoleIdentifier(relation.name.name)) return { name: relation.alias, relation };
  const table = findTable(snapshot, relation.name);
  if (!table) return { name, relation };
  const columns = table.incomplete ? undefined : new Set(table.columns.map((column) => column.name));
  return columns === undefined ? { name, relation, table } : { name, relation, table, columns };
}

/** The entries of a FROM clause, joins flattened. */
export function entriesOf(
  from: readonly FromItem[],
  commonTables: ReadonlySet<string>,
  snapshot: Snapshot,
): readonly ScopeEntry[] {
  const entries: ScopeEntry[] = [];
  const pending = [...from].reverse();
  for (let item = pending.pop(); item; item = pending.pop()) {
    if (item.kind === 'join') pending.push(item.right, item.left);
    else if (item.kind === 'table') entries.push(entryOfTable(item, commonTables, snapshot));
    else entries.push(derivedEntry(item));
  }
  return entries;
}

function derivedEntry(item: Exclude<FromItem, { kind: 'join' | 'table' }>): ScopeEntry {
  if (item.columnAliases.length > 0 && item.kind === 'function') {
    return { name: item.alias, columns: new Set(item.columnAliases) };
  }
  const columns = item.kind === 'subquery' ? outputColumns(item.query, item.columnAliases) : undefined;
  return columns ? { name: item.alias, columns } : { name: item.alias };
}

/** Names of a sub-select's output columns; `undefined` when a star or an unnamed one makes them uncertain. */
function outputColumns(query: QueryStatement, aliases: readonly string[]): ReadonlySet<string> | undefined {
  const targets = query.kind === 'select' ? query.targets : query.kind === 'merge' ? [] : query.returning;
  const names = new Set(aliases);
  for (const target of targets.slice(aliases.length)) {
    if (target.alias !== undefined) names.add(target.alias);
    else if (target.expression.kind === 'column' && target.expression.name !== '*')
      names.add(target.expression.name);
    else if (target.expression.kind === 'call') names.add(target.expression.name);
    else return undefined;
  }
  return names.size > 0 ? names : undefined;
}
