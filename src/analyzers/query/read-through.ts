import type { ViewWindow } from '../schema/snapshot';
import type { ColumnExpression, Expression, FromItem, SelectNode, TableReference } from '../sql/model';
import { mapTree } from './map-tree';
import { conjunctsOf } from './walk-expression';

/** What an item of FROM shows of one table. */
export interface ItemWindow extends ViewWindow {
  /** The name that the query has for the item. */
  readonly alias: string;
  readonly source: TableReference;
  /** Changes the condition when it has been made one on the item. */
  readonly complete?: (where: Expression) => Expression;
}

/** The query with the table in the place of the item; `undefined` where a column would get another name and could then mean something else. */
export function readThrough(
  select: SelectNode,
  item: FromItem,
  { alias, source, columns, where, complete }: ItemWindow,
): SelectNode | undefined {
  const renamed = renamedIn(columns);
  if (renamed.size > 0 && !isAlone(select, item)) return undefined;
  const replaced: TableReference = { ...source, alias };
  const from = select.from.map((each) => mapTree(each, (node) => (node === item ? replaced : node)));
  const body = renamed.size > 0 ? renameColumns({ ...select, from }, renamed) : { ...select, from };
  if (!where) return body;
  const placed = conditionOn(where, { alias, span: item.span });
  return withCondition(body, complete ? complete(placed) : placed, item.span);
}

function renamedIn(columns: ViewWindow['columns']): ReadonlyMap<string, string> {
  const pairs = columns === 'all' ? [] : Object.entries(columns);
  return new Map(pairs.filter(([name, column]) => name !== column));
}

/** No other name can mean one of the columns: neither another table's nor one of a sub-select's. */
function isAlone(select: SelectNode, item: FromItem): boolean {
  if (select.from.length !== 1 || select.from[0] !== item) return false;
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

/** The columns of the source as those of the item. */
function conditionOn(
  where: Expression,
  { alias, span }: { readonly alias: string; readonly span: FromItem['span'] },
): Expression {
  return mapTree(where, (node) => {
    const here = 'span' in node ? { ...node, span } : node;
    return isColumn(here) ? { ...here, qualifier: alias } : here;
  });
}

function withCondition(select: SelectNode, where: Expression, span: FromItem['span']): SelectNode {
  const args = [...conjunctsOf(select.where), ...conjunctsOf(where).filter((part) => !isTrue(part))];
  const [only] = args;
  const whole: Expression = { kind: 'and', args, span: select.where?.span ?? span };
  if (!only) return select;
  return { ...select, where: args.length === 1 ? only : whole };
}

function isTrue(part: Expression): boolean {
  return part.kind === 'constant' && part.type === 'boolean' && part.value === 'true';
}
