import type { CallExpression, ColumnExpression, SelectNode } from '../sql/model';
import type { AccessPath, Condition } from './access-path';
import { isAggregate } from './read-order';
import { walkExpression } from './walk-expression';

/** `max(position)`, which PostgreSQL reads as `ORDER BY position DESC LIMIT 1`. */
export interface Extreme {
  readonly call: CallExpression;
  readonly column: ColumnExpression;
  readonly largest: boolean;
}

/** The only aggregate of a block over one table; with another one, or with GROUP BY, all rows are read. */
export function readExtreme({ block, alone }: AccessPath): Extreme | undefined {
  if (!block || !alone || block.groupBy.length > 0 || block.having || block.distinct !== 'none')
    return undefined;
  const [call, ...others] = aggregatesOf(block);
  if (!call || others.length > 0 || call.distinct || call.filter || call.orderBy.length > 0) return undefined;
  const [column, ...further] = call.args;
  if (column?.kind !== 'column' || further.length > 0) return undefined;
  return call.name === 'max' || call.name === 'min'
    ? { call, column, largest: call.name === 'max' }
    : undefined;
}

function aggregatesOf({ targets }: SelectNode): readonly CallExpression[] {
  const calls: CallExpression[] = [];
  for (const { expression } of targets) {
    walkExpression(expression, (node) => {
      if (node.kind === 'call' && (node.windowed || isAggregate(node))) calls.push(node);
    });
  }
  return calls;
}

/** The conditions that say which rows count. Those on the column itself only bound the walk. */
export function filtersOf({ conditions }: AccessPath, { column }: Extreme): readonly Condition[] {
  return conditions.filter((condition) =>
    condition.letter === 'F'
      ? condition.columns.some((name) => name !== column.name)
      : condition.subject.kind !== 'column' || condition.subject.column !== column.name,
  );
}

export function isBounded({ conditions }: AccessPath, { column, largest }: Extreme): boolean {
  const stops = largest ? '>' : '<';
  return conditions.some(
    (condition) =>
      condition.letter !== 'F' &&
      condition.subject.kind === 'column' &&
      condition.subject.column === column.name &&
      (condition.letter !== 'R' || condition.operator === 'between' || condition.operator.startsWith(stops)),
  );
}
