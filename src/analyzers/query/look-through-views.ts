import type { DeclaredView, RelationName, Snapshot, Table, ViewWindow } from '../schema/snapshot';
import { findTable } from '../schema/snapshot';
import type {
  ColumnExpression,
  Expression,
  FromItem,
  QueryStatement,
  SelectNode,
  TableReference,
} from '../sql/model';
import { itemsOf, readJoins } from './join-conditions';
import { mapTree } from './map-tree';
import { conjunctsOf } from './walk-expression';

/** A view of a view of a view… */
const MAX_DEPTH = 8;

/**
 * The query with the tables in the place of views that only select columns and rows of one: what PostgreSQL plans. What comes from a view stands
 * where the query names it. The same object when there is no such view.
 *
 * @param text of the statement: most name no view at all
 */
export function lookThroughViews(
  statement: QueryStatement,
  snapshot: Snapshot,
  text: string,
): QueryStatement {
  const lower = text.toLowerCase();
  if (!snapshot.views.some(({ window, name }) => window && lower.includes(name.toLowerCase())))
    return statement;
  const hidden = commonTablesIn(statement);
  let current = statement;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = mapTree(current, (node) => (isSelect(node) ? replaceViews(node, hidden, snapshot) : node));
    if (next === current) break;
    current = next;
  }
  return current;
}

function isSelect(node: object): node is SelectNode {
  return 'kind' in node && node.kind === 'select' && !('setOperation' in node) && 'from' in node;
}

/** A name of these means no view, wherever it stands. */
function commonTablesIn(statement: QueryStatement): ReadonlySet<string> {
  const names = new Set<string>();
  mapTree(statement, (node) => {
    if ('materialized' in node && 'name' in node && typeof node.name === 'string') names.add(node.name);
    return node;
  });
  return names;
}

function replaceViews(select: SelectNode, hidden: ReadonlySet<string>, snapshot: Snapshot): SelectNode {
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
  const view = findView(item, snapshot);
  const [source] = view?.reads ?? [];
  if (!view?.window || !source) return select;
  const { columns, where } = view.window;
  const table = findTable(snapshot, source);
  if (!canBeRead(view.window, table, source, snapshot) || (where && isNullable)) return select;
  const alias = item.alias ?? item.name.name;
  const renamed = renamedIn(columns);
  if (renamed.size > 0 && !isAlone(select)) return select;
  const replaced: TableReference = { ...item, alias, name: { ...source, span: item.name.span } };
  const from = select.from.map((each) => mapTree(each, (node) => (node === item ? replaced : node)));
  const body = renamed.size > 0 ? renameColumns({ ...select, from }, renamed) : { ...select, from };
  return where ? withCondition(body, where, { alias, span: item.span }) : body;
}

function findView({ name: written }: TableReference, snapshot: Snapshot): DeclaredView | undefined {
  const { schema, name } = written;
  if (findTable(snapshot, written)) return undefined;
  const schemas = schema === undefined ? snapshot.searchPath : [schema];
  const named = snapshot.views.filter((view) => view.name === name && !view.materialized);
  return schemas.map((each) => named.find((view) => view.schema === each)).find((view) => view !== undefined);
}

/** The columns may have been renamed or dropped since; a view of a view is looked through in the next round. */
function canBeRead(
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

function renamedIn(columns: ViewWindow['columns']): ReadonlyMap<string, string> {
  const pairs = columns === 'all' ? [] : Object.entries(columns);
  return new Map(pairs.filter(([name, column]) => name !== column));
}

/** No other name can mean one of the columns: neither another table's nor one of a sub-select's. */
function isAlone(select: SelectNode): boolean {
  if (select.from.length !== 1 || select.from[0]?.kind !== 'table') return false;
  let queries = 0;
  mapTree(select, (node) => {
    if ('kind' in node && (node.kind === 'select' || node.kind === 'subquery')) queries++;
    return node;
  });
  return queries === 1;
}

function renameColumns(select: SelectNode, renamed: ReadonlyMap<string, string>): SelectNode {
  const targets = select.targets.map((target) =>
    target.expression.kind === 'column' && target.alias === undefined && target.expression.name !== '*'
      ? { ...target, alias: target.expression.name }
      : target,
  );
  return mapTree({ ...select, targets }, (node) => {
    const name = isColumn(node) ? renamed.get(node.name) : undefined;
    return name === undefined ? node : { ...node, name };
  });
}

function isColumn(node: object): node is ColumnExpression {
  return 'kind' in node && node.kind === 'column';
}

function withCondition(
  select: SelectNode,
  where: Expression,
  { alias, span }: { readonly alias: string; readonly span: FromItem['span'] },
): SelectNode {
  const placed = mapTree(where, (node) => {
    const here = 'span' in node ? { ...node, span } : node;
    return isColumn(here) ? { ...here, qualifier: alias } : here;
  });
  const args = [...conjunctsOf(select.where), ...conjunctsOf(placed)];
  const [only] = args;
  const whole: Expression = { kind: 'and', args, span: select.where?.span ?? span };
  return { ...select, where: args.length === 1 && only ? only : whole };
}
