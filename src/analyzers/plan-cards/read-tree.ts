import { parseTextPlan } from '../plans/parse-text-plan';
import type { Plan } from '../plans/plan';

/** EXPLAIN's reader asks for costs. */
const COSTS = '  (cost=0.00..0.00 rows=1 width=0)';

/** The nodes of a tree that `printTree` has printed; their costs and rows mean nothing. `undefined` for other lines. */
export function readTree(lines: readonly string[]): Plan | undefined {
  const text = lines.map((line, index) => (index === 0 || /^ *->/.test(line) ? line + COSTS : line));
  const reading = parseTextPlan(text.join('\n'));
  return reading.kind === 'plan' ? reading.plan : undefined;
}
