import type { Extreme } from '../query/extreme';
import type { FragmentEdit, Piece } from '../sources/edit';
import { quoteIdentifier } from '../sql/identifiers';
import type { Expression, SelectNode } from '../sql/model';
import type { Span } from '../span';

/**
 * `SELECT min(position) … ORDER BY created_at, position LIMIT 1`: the first row of a window of time in place of the smallest of its values.
 * `undefined` where something is made of the NULL that an aggregate gives for no row.
 */
export function firstRow(
  { targets, clauses, orderBy, limit, offset, locking }: SelectNode,
  { call, column, largest }: Extreme,
  time: Span,
): readonly FragmentEdit[] | undefined {
  const [target, ...others] = targets;
  const { where } = clauses;
  if (!target || !where || others.length > 0 || orderBy.length > 0 || limit || offset || locking.length > 0)
    return undefined;
  if (!keepsNull(target.expression, call)) return undefined;
  const isNamedByCall = target.expression === call && target.alias === undefined;
  const direction = largest ? ' DESC' : '';
  const name: readonly Piece[] = isNamedByCall ? [` AS ${quoteIdentifier(call.name)}`] : [];
  return [
    { span: call.span, pieces: [column.span, ...name] },
    {
      span: { start: where.end, end: where.end },
      pieces: [' ORDER BY ', time, `${direction}, `, column.span, `${direction} LIMIT 1`],
    },
  ];
}

/** `min(position) - 1` is NULL with it; of a call such as coalesce nobody knows. */
function keepsNull(expression: Expression, call: Expression): boolean {
  if (expression === call) return true;
  if (expression.kind !== 'operator' || !/^[-+*]$/.test(expression.operator)) return false;
  return [expression.left, expression.right].every(
    (side) => side?.kind === 'constant' || (side !== undefined && keepsNull(side, call)),
  );
}
