import type { Expression, OperatorExpression } from '../sql/model';
import type { ContainmentCondition, ContainmentOperator, FilterCondition } from './access-path';
import { searchValue } from './search-value';
import { isForeign, type Reader, subjectOf } from './subject';

/** What each operator is called when its sides change places; those of one direction have none. */
const TURNED: Readonly<Record<ContainmentOperator, ContainmentOperator | undefined>> = {
  '@>': '<@',
  '<@': '@>',
  '&&': '&&',
  '@@': '@@',
  '?': undefined,
  '?|': undefined,
  '?&': undefined,
  '@?': undefined,
};

function isContainment(operator: string): operator is ContainmentOperator {
  return Object.hasOwn(TURNED, operator);
}

/** `data @> $1`, `$1 <@ tags`, `data ? 'key'`, `search @@ to_tsquery($1)`. */
export function classifyContainment(node: Expression, reader: Reader): ContainmentCondition | undefined {
  if (node.kind !== 'operator') return undefined;
  const { operator, left, right, span } = node;
  if (!left || !isContainment(operator)) return undefined;
  const direct = isForeign(right, reader) ? subjectOf(left, reader) : undefined;
  const turned = direct ? operator : TURNED[operator];
  const subject = direct ?? (isForeign(left, reader) ? subjectOf(right, reader) : undefined);
  const value = subject && searchValue(direct ? right : left, subject, reader);
  return turned && value && { letter: 'G', span, node, subject, operator: turned, value };
}

const PATTERNS = new Set(['~~', '~~*', '~', '~*']);

/** What a pattern is looked for in, when it is the same for all rows. */
export function readPattern(
  node: OperatorExpression,
  reader: Reader,
): Pick<FilterCondition, 'subject' | 'value'> {
  const { operator, left, right } = node;
  const isPattern = left !== undefined && PATTERNS.has(operator) && isForeign(right, reader);
  const subject = isPattern ? subjectOf(left, reader) : undefined;
  const value = subject && searchValue(right, subject, reader);
  return value ? { subject, value } : {};
}
