import type { DeclaredView, RelationName, Snapshot, Table, ViewWindow } from '../schema/snapshot';
import { findTable } from '../schema/snapshot';
import type { SelectNode, TableReference } from '../sql/model';
import { itemsOf, readJoins } from './join-conditions';
import { readThrough } from './read-through';

/** @param hidden names that mean a common table expression and no view, wherever they stand */
export function replaceViews(
  select: SelectNode,
  hidden: ReadonlySet<string>,
  snapshot: Snapshot,
): SelectNode {
  const { nullable } = readJoins(select.from);
  return select.from
    .flatMap(itemsOf)
    .filter((item) => item.kind === 'table')
    .filter(({ name }) => name.schema !== undefined || !hidden.has(name.name))
    .reduce((current, item) => replaceView(current, item, nullable.has(item), snapshot), select);
}

function replaceView(
  select: SelectNode,
  item: TableReference,
  isNullable: boolean,
  snapshot: Snapshot,
): SelectNode {
  const view = findView(item.name, snapshot);
  const [source] = view?.reads ?? [];
  if (!view?.window || !source) return select;
  const { columns, where } = view.window;
  const table = findTable(snapshot, source);
  if (!canBeRead(view.window, table, source, snapshot) || (where && isNullable)) return select;
  return (
    readThrough(select, item, {
      alias: item.alias ?? item.name.name,
      source: { ...item, name: { ...source, span: item.name.span } },
      columns,
      ...(where && { where }),
    }) ?? select
  );
}

/** The view that a name means, where it means no table. */
export function findView(
  written: { readonly schema?: string; readonly name: string },
  snapshot: Snapshot,
): DeclaredView | undefined {
  const { schema, name } = written;
  if (findTable(snapshot, written)) return undefined;
  const schemas = schema === undefined ? snapshot.searchPath : [schema];
  const named = snapshot.views.filter((view) => view.name === name && !view.materialized);
  return schemas.map((each) => named.find((view) => view.schema === each)).find((view) => view !== undefined);
}

/** The columns may have been renamed or dropped since; a view of a view is looked through in the next round. */
export function canBeRead(
  { columns }: ViewWindow,
  table: Table | undefined,
  source: RelationName,
  snapshot: Snapshot,
): boolean {
  if (!table)
    return snapshot.views.some((view) => view.schema === source.schema && view.name === source.name);
  if (columns === 'all') return true;
  const names = new Set(table.columns.map(({ name }) => name));
  return Object.values(columns).every((column) => names.has(column));
}
