import type { ColumnExpression, Expression, FromItem, QueryStatement, SelectNode } from '../sql/model';
import type { AccessPath } from './access-path';
import { independentBlocks } from './independent-blocks';
import { itemsOf, joinExpressions } from './join-conditions';
import { statisticsView, type StatisticsView } from './statistics-views';
import { columnsIn } from './walk-expression';

/** A column that a statistics view does not have, and its own name for it. */
export interface MisnamedColumn {
  readonly column: ColumnExpression;
  readonly rightName: string;
  readonly path: AccessPath;
  readonly view: StatisticsView;
  /** The whole of a target without an alias: the name is one of the result's. */
  readonly isOutput: boolean;
}

/** In the order of the text. Silent about names that could mean a column of anything else. */
export function misnamedColumns(
  statement: QueryStatement,
  paths: readonly AccessPath[],
): readonly MisnamedColumn[] {
  const independent = independentBlocks(statement);
  return paths
    .flatMap((path) => {
      const view = statisticsView(path.relation);
      return view && path.block ? misnamedIn(path.block, { path, view }, paths, independent) : [];
    })
    .sort((one, other) => one.column.span.start - other.column.span.start);
}

function misnamedIn(
  block: SelectNode,
  { path, view }: Pick<MisnamedColumn, 'path' | 'view'>,
  paths: readonly AccessPath[],
  independent: ReadonlySet<SelectNode>,
): readonly MisnamedColumn[] {
  const items = block.from.flatMap(itemsOf);
  const others = items.filter((item) => item !== path.relation);
  const name = nameOf(path.relation);
  const isOwn = ({ qualifier, name: column }: ColumnExpression): boolean =>
    qualifier === undefined
      ? independent.has(block) && others.every((other) => lacks(other, column, paths))
      : qualifier === name && others.every((other) => nameOf(other) !== name);
  return columnsOf(block)
    .filter(isOwn)
    .flatMap((column) => {
      const rightName = Object.hasOwn(view.misnamed, column.name) ? view.misnamed[column.name] : undefined;
      if (rightName === undefined) return [];
      const isOutput = block.targets.some(
        ({ expression, alias }) => expression === column && alias === undefined,
      );
      return [{ column, rightName, path, view, isOutput }];
    });
}

function nameOf(item: FromItem): string | undefined {
  return item.alias ?? (item.kind === 'table' ? item.name.name : undefined);
}

/** `true` only where every column of the item is known. */
function lacks(item: FromItem, column: string, paths: readonly AccessPath[]): boolean {
  if (item.kind !== 'table') return false;
  if (statisticsView(item)) return true;
  const table = paths.find(({ relation }) => relation === item)?.table;
  return table !== undefined && !table.incomplete && table.columns.every(({ name }) => name !== column);
}

/** A bare name in ORDER BY or GROUP BY may be one that the block gives to a target (manual, SELECT). */
function columnsOf(block: SelectNode): readonly ColumnExpression[] {
  const isAlias = (expression: Expression): boolean =>
    expression.kind === 'column' &&
    expression.qualifier === undefined &&
    block.targets.some(({ alias }) => alias === expression.name);
  const sorted = [...block.groupBy, ...block.orderBy.map(({ expression }) => expression)];
  return [
    ...block.targets.map(({ expression }) => expression),
    ...(Array.isArray(block.distinct) ? (block.distinct as readonly Expression[]) : []),
    ...(block.where ? [block.where] : []),
    ...joinExpressions(block.from),
    ...(block.having ? [block.having] : []),
    ...sorted.filter((expression) => !isAlias(expression)),
  ].flatMap(columnsIn);
}
