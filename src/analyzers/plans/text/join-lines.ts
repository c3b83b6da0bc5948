import type { PlanLine } from './plan-line';
import { hasOpenQuote } from './split-list';

export const ESTIMATE = /\(cost=([\d.]+)\.\.([\d.]+) rows=(\d+) width=(\d+)\)/;
export const SUBPLAN = /^(?:InitPlan|SubPlan|CTE) [^:]+$/;
export const TARGET = /^(?:Foreign )?(?:Insert|Update|Delete|Merge) on (?!.*\(cost=)/;
const PROPERTY = /^[A-Z][A-Za-z/-]*(?: [A-Za-z/-]+)*:(?: |$)/;
const NUMBERED = /^(?:Worker \d+:|Trigger .*: (?:time|calls)=)/;

/**
 * Joins what was broken into several lines: texts of the query that have line ends, and lines that a terminal or a mail wrapped. Only
 * what cannot begin a line of a plan is taken for a continuation.
 */
export function joinLines(lines: readonly PlanLine[]): readonly PlanLine[] {
  const joined: PlanLine[] = [];
  const isHard = hasHardWraps(lines);
  for (const line of lines) {
    const last = joined.at(-1);
    if (!last || (begins(line.text) && !isInText(last.text, line.text))) joined.push(line);
    else joined[joined.length - 1] = { ...last, text: last.text + between(last.text, isHard) + line.text };
  }
  return joined;
}

export function begins(text: string): boolean {
  return (
    text.startsWith('->') ||
    (ESTIMATE.test(text) && !text.startsWith('(')) ||
    SUBPLAN.test(text) ||
    TARGET.test(text) ||
    PROPERTY.test(text) ||
    NUMBERED.test(text)
  );
}

/** A quotation that never ends would take the rest of the plan. */
function isInText(last: string, text: string): boolean {
  return hasOpenQuote(last) && !ESTIMATE.test(text);
}

function between(last: string, isHard: boolean): string {
  if (hasOpenQuote(last)) return '\n';
  return isHard ? '' : ' ';
}

/** A terminal breaks lines at its last column, wherever that is; a mail between words. */
function hasHardWraps(lines: readonly PlanLine[]): boolean {
  const widths = lines.map(({ column, text }) => column + text.length);
  const widest = widths.reduce((most, width) => Math.max(most, width), 0);
  const broken = widths.filter((_, index) => {
    const next = lines[index + 1];
    return next !== undefined && !begins(next.text);
  });
  return broken.length > 1 && broken.every((width) => width === widest);
}
