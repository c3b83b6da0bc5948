import { findTable, type Snapshot } from '../schema/snapshot';
import type {
  ColumnExpression,
  Expression,
  FromItem,
  FunctionParameter,
  SelectNode,
  TableReference,
} from '../sql/model';
import { foldConstants } from './fold-constants';
import { findView } from './look-through-views';
import { commonTablesIn, mapTree } from './map-tree';

/** The query of a function at the place of a call, with `$1`, `$2` … for its parameters. */
export interface BoundBody {
  readonly query: SelectNode;
  /** By which it calls its tables. */
  readonly names: readonly string[];
}

interface Place {
  /** Of the function. */
  readonly name: string;
  readonly item: FromItem;
  readonly snapshot: Snapshot;
}

/** A name that is a column's and a parameter's means the column (manual, "Arguments for SQL Functions"). */
export function readBody(
  query: SelectNode,
  parameters: readonly FunctionParameter[],
  { name, item: { span }, snapshot }: Place,
): BoundBody {
  const common = commonTablesIn(query);
  const tables = tablesIn(query);
  const columns = new Set(
    tables.flatMap((table) => findTable(snapshot, table.name)?.columns.map((column) => column.name) ?? []),
  );
  const numbered = mapTree(query, (node) => {
    if (isSpan(node)) return span;
    if (isTable(node)) return common.has(node.name.name) ? node : withSchema(node, snapshot);
    if (!isColumn(node)) return node;
    const number = parameterNumber(node, parameters, { name, columns });
    return number > 0 ? ({ kind: 'parameter', number, span } satisfies Expression) : node;
  });
  return { query: numbered, names: tables.map((table) => table.alias ?? table.name.name) };
}

function parameterNumber(
  { name, qualifier }: ColumnExpression,
  parameters: readonly FunctionParameter[],
  routine: { readonly name: string; readonly columns: ReadonlySet<string> },
): number {
  const isMeant = qualifier === undefined ? !routine.columns.has(name) : qualifier === routine.name;
  return isMeant ? parameters.findIndex((parameter) => parameter.name === name) + 1 : 0;
}

function tablesIn(query: SelectNode): readonly TableReference[] {
  const found: TableReference[] = [];
  mapTree(query, (node) => {
    if (isTable(node)) found.push(node);
    return node;
  });
  return found;
}

function isTable(node: object): node is TableReference {
  return 'kind' in node && node.kind === 'table';
}

function isColumn(node: object): node is ColumnExpression {
  return 'kind' in node && node.kind === 'column';
}

function isSpan(node: object): boolean {
  return 'start' in node && 'end' in node && Object.keys(node).length === 2;
}

/** A common table expression of the query around the call may have the same name. */
function withSchema(table: TableReference, snapshot: Snapshot): TableReference {
  const found = findTable(snapshot, table.name) ?? findView(table.name, snapshot);
  return found ? { ...table, name: { ...table.name, schema: found.schema } } : table;
}

export type Complete = <T extends object>(tree: T) => T;

/** Puts the arguments in the place of the parameters. */
export function completeWith(args: readonly Expression[]): Complete {
  return (tree) =>
    mapTree(tree, (node) => {
      const isParameter = 'kind' in node && node.kind === 'parameter' && 'number' in node;
      const arg = isParameter ? args[Number(node.number) - 1] : undefined;
      return arg ?? foldConstants(node);
    });
}
