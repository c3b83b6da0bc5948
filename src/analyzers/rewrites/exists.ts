import type { ExistenceCount } from '../query/existence-count';
import type { FragmentEdit } from '../sources/edit';

/** `EXISTS (SELECT 1 FROM …)` in place of the comparison. `undefined` where more than FROM and WHERE would have to move. */
export function askForExistence(
  { comparison, call, negated, counted, subquery }: ExistenceCount,
  text: string,
): readonly FragmentEdit[] | undefined {
  const exists = `${negated ? 'NOT ' : ''}EXISTS (`;
  if (subquery) {
    const before = { start: counted.span.start, end: call.span.start };
    const after = { start: call.span.end, end: counted.span.end };
    return [{ span: comparison.span, pieces: [exists, before, '1', after, ')'] }];
  }
  const { from, where, orderBy, locking } = counted.clauses;
  if (!from || orderBy || locking) return undefined;
  const rows = { start: from.start, end: where?.end ?? from.end };
  return [
    { span: comparison.span, pieces: [`${exists}SELECT 1 `, rows, ')'] },
    { span: { start: text.slice(0, rows.start).trimEnd().length, end: rows.end }, pieces: [] },
  ];
}
