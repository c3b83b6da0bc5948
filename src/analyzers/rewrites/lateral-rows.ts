import type { FragmentEdit } from '../sources/edit';
import type { Fragment } from '../sources/fragment';
import { freeNames, wantedStreams, whereForOne } from './ids-first';
import { layOut, line, qualifyStars } from './layout';
import type { PerStreamParts } from './per-stream-parts';

/**
 * Reads the first LIMIT whole rows of each wanted stream, then keeps the first LIMIT of all.
 * The shortest form for few streams; it fetches (streams x LIMIT) rows, so for many it loses (measured: 1,000 streams 289 ms against 0.5 ms).
 */
export function rewriteLateralRows(parts: PerStreamParts, fragment: Fragment): readonly FragmentEdit[] {
  const { select, clauses, relation, relationName } = parts;
  const [wanted] = freeNames(parts, ['wanted']);
  const replaced = { start: clauses.from.start, end: Math.max(clauses.limit.end, clauses.orderBy.end) };
  const lines = [
    line(0, ...wantedStreams(parts, wanted)),
    line(0, 'CROSS JOIN LATERAL ('),
    line(1, 'SELECT *'),
    line(1, 'FROM ', relation),
    line(1, ...whereForOne(parts, wanted)),
    line(1, clauses.orderBy),
    line(1, clauses.limit),
    line(0, `) AS ${relationName}`),
    line(0, clauses.orderBy),
    line(0, clauses.limit),
  ];
  return [...qualifyStars(select, relationName), layOut(lines, fragment, replaced)];
}
