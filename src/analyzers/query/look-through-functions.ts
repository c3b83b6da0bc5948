import { viewWindow } from '../schema/apply/view-window';
import { findTable, type Snapshot, type Table, type ViewWindow } from '../schema/snapshot';
import type {
  Expression,
  FunctionReference,
  InlinableFunction,
  SelectNode,
  SubqueryReference,
} from '../sql/model';
import { bindArguments } from './bind-arguments';
import { findInlined } from './find-inlined';
import { type BoundBody, type Complete, completeWith, readBody } from './inlined-body';
import { itemsOf, joinExpressions, joinsIn, readJoins } from './join-conditions';
import { canBeRead } from './look-through-views';
import { mapTree } from './map-tree';
import { readThrough } from './read-through';
import { columnsIn, subqueriesIn } from './walk-expression';

/** With the queries of functions in the place of calls that PostgreSQL inlines (`inline_set_returning_function`). */
export function replaceCalls(select: SelectNode, snapshot: Snapshot): SelectNode {
  const { nullable } = readJoins(select.from);
  return select.from
    .flatMap(itemsOf)
    .filter((item) => item.kind === 'function')
    .reduce((current, item) => replaceCall(current, item, nullable.has(item), snapshot), select);
}

function replaceCall(
  select: SelectNode,
  item: FunctionReference,
  isNullable: boolean,
  snapshot: Snapshot,
): SelectNode {
  const [call, ...others] = item.calls;
  if (call?.kind !== 'call' || others.length > 0 || item.withOrdinality === true) return select;
  const declared = findInlined(call, snapshot);
  const args = declared && bindArguments(call.args, declared.parameters, { select, item, snapshot });
  if (!declared?.query || !args) return select;
  const body = readBody(declared.query, declared.parameters, { name: call.name, item, snapshot });
  const inlined: Inlined = {
    item,
    declared,
    body,
    complete: completeWith(args),
    name: item.alias ?? call.name,
  };
  return pulledUp(select, inlined, isNullable, snapshot) ?? asSubquery(select, inlined, args);
}

interface Inlined {
  readonly item: FunctionReference;
  readonly declared: InlinableFunction;
  readonly body: BoundBody;
  readonly complete: Complete;
  /** By which the query knows the rows. */
  readonly name: string;
}

/** A body that only selects columns and rows of one table is read as a view is. */
function pulledUp(
  select: SelectNode,
  { item, declared, body, complete, name }: Inlined,
  isNullable: boolean,
  snapshot: Snapshot,
): SelectNode | undefined {
  const window = viewWindow({ query: body.query, columnNames: [] });
  const [source] = body.query.from;
  if (!window || source?.kind !== 'table' || (window.where && isNullable)) return undefined;
  const table = findTable(snapshot, source.name);
  const relation = { schema: source.name.schema ?? '', name: source.name.name };
  if (!canBeRead(window, table, relation, snapshot)) return undefined;
  const columns = columnsShown(window, table, namesOf(declared, item, name, snapshot));
  if (!columns) return undefined;
  const { where } = window;
  return readThrough(select, item, { alias: name, source, columns, ...(where && { where }), complete });
}

/** As RETURNS TABLE, the row type or the call names them, in order; none where nothing is known of them. */
function namesOf(
  { columns, rowType }: InlinableFunction,
  item: FunctionReference,
  name: string,
  snapshot: Snapshot,
): readonly string[] {
  const table = findTable(snapshot, rowType);
  const declared = table && !table.incomplete ? table.columns.map((column) => column.name) : columns;
  // Of a scalar type there is one column, called as the item is.
  const names = declared.length > 0 ? declared : [name];
  return [...item.columnAliases, ...names.slice(item.columnAliases.length)];
}

function columnsShown(
  { columns }: ViewWindow,
  table: Table | undefined,
  names: readonly string[],
): ViewWindow['columns'] | undefined {
  const own = table?.incomplete === false ? table.columns.map(({ name }) => name) : undefined;
  const shown = columns === 'all' ? own : Object.values(columns);
  if (shown?.length !== names.length) return undefined;
  return Object.fromEntries(names.map((name, position) => [name, shown[position] ?? name]));
}

/** Only where no condition of the query could be one on the rows of the function as well. */
function asSubquery(
  select: SelectNode,
  { item, declared, body, complete, name }: Inlined,
  args: readonly Expression[],
): SelectNode {
  const own = new Set(body.names);
  if (args.flatMap(columnsIn).some(({ qualifier = '' }) => own.has(qualifier))) return select;
  if (!body.query.limit && isNarrowed(select, name)) return select;
  const replaced: SubqueryReference = {
    kind: 'subquery',
    query: complete(body.query),
    alias: name,
    columnAliases: item.columnAliases.length > 0 ? item.columnAliases : declared.columns,
    lateral: true,
    span: item.span,
  };
  const from = select.from.map((each) => mapTree(each, (node) => (node === item ? replaced : node)));
  return { ...select, from };
}

function isNarrowed({ where, from }: SelectNode, name: string): boolean {
  const conditions = [...(where ? [where] : []), ...joinExpressions(from)];
  const hasUsing = joinsIn(from).some(({ using, natural }) => using.length > 0 || natural);
  return (
    hasUsing ||
    conditions.some(
      (condition) =>
        subqueriesIn(condition).length > 0 ||
        columnsIn(condition).some(({ qualifier = name }) => qualifier === name),
    )
  );
}
