import { findColumn, isTimeType } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { Span } from '../span';
import type { Expression } from '../sql/model';
import type { AccessPath, RangeCondition } from './access-path';
import { classifyValue } from './classify-value';
import { columnsIn } from './walk-expression';

/** `expires_at < $1`: what tells that a row is due. */
export interface DueTest {
  readonly column: string;
  readonly isLiteral: boolean;
}

export interface DueTests {
  /** More than one: joined by OR. */
  readonly tests: readonly DueTest[];
  /** The whole condition. */
  readonly span: Span;
}

/** The test of a cleanup, or the alternatives of one. `undefined` where the rows are told by something else than their time. */
export function dueTests(path: AccessPath, table: Table): DueTests | undefined {
  for (const condition of path.conditions) {
    if (condition.letter === 'R' && isUpperBound(condition)) {
      const { subject, value, span } = condition;
      if (subject.kind === 'column' && isTime(table, subject.column))
        return { tests: [{ column: subject.column, isLiteral: value.kind === 'literal' }], span };
    }
    if (condition.letter !== 'F' || condition.node.kind !== 'or') continue;
    const tests = condition.node.args.map((arg) => alternative(arg, table));
    const known = tests.filter((test) => test !== undefined);
    if (known.length === tests.length) return { tests: known, span: condition.span };
  }
  return undefined;
}

function isUpperBound({ operator, value }: RangeCondition): boolean {
  return /^(?:<=?|between)$/.test(operator) && value.kind !== 'join' && value.kind !== 'unknown';
}

function alternative(node: Expression, table: Table): DueTest | undefined {
  if (node.kind !== 'operator' || !/^<=?$/.test(node.operator) || node.left?.kind !== 'column')
    return undefined;
  const { name } = node.left;
  if (!isTime(table, name) || columnsIn(node.right).length > 0) return undefined;
  return { column: name, isLiteral: classifyValue(node.right).kind === 'literal' };
}

function isTime(table: Table, name: string): boolean {
  const column = findColumn(table, name);
  return column !== undefined && isTimeType(column.type);
}
