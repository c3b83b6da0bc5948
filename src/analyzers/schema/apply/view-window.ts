import type { ColumnExpression, CreateView, SelectNode, TableReference, Target } from '../../sql/model';
import { conjunctsOf, subqueriesIn } from '../../query/walk-expression';
import type { ViewWindow } from '../snapshot';

/**
 * What a view shows of the one relation that it reads, when it only selects columns and rows. `undefined` for a view that groups, orders, limits,
 * joins or computes: PostgreSQL plans some of those apart from the query around them.
 */
export function viewWindow({
  query,
  columnNames,
}: Pick<CreateView, 'query' | 'columnNames'>): ViewWindow | undefined {
  const [source, ...others] = query.from;
  if (source?.kind !== 'table' || others.length > 0 || !isPlain(query)) return undefined;
  const columns = columnsShown(query.targets, columnNames, source);
  if (!columns) return undefined;
  const { where } = query;
  if (where && conjunctsOf(where).some((part) => subqueriesIn(part).length > 0)) return undefined;
  return { columns, ...(where && { where }) };
}

function isPlain(query: SelectNode): boolean {
  return (
    query.with.length === 0 &&
    query.distinct === 'none' &&
    query.groupBy.length === 0 &&
    !query.having &&
    !query.windows &&
    query.orderBy.length === 0 &&
    !query.limit &&
    !query.offset &&
    query.locking.length === 0 &&
    !query.setOperation &&
    !query.values
  );
}

function columnsShown(
  targets: readonly Target[],
  columnNames: readonly string[],
  source: TableReference,
): ViewWindow['columns'] | undefined {
  const expressions = targets.map(({ expression }) => expression);
  if (!expressions.every((each): each is ColumnExpression => isColumnOf(each, source))) return undefined;
  if (expressions.some(({ name }) => name === '*'))
    return expressions.length === 1 && columnNames.length === 0 ? 'all' : undefined;
  return Object.fromEntries(
    expressions.map(({ name }, index) => [columnNames[index] ?? targets[index]?.alias ?? name, name]),
  );
}

function isColumnOf(expression: Target['expression'], { alias, name }: TableReference): boolean {
  if (expression.kind !== 'column') return false;
  return expression.qualifier === undefined || expression.qualifier === (alias ?? name.name);
}
