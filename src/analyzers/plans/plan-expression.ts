import type { SqlFeeder } from '../sql/feeder';
import type { Expression, OrderKey, SelectNode } from '../sql/model';

/** What a subplan stands for in the text of a condition once it is SQL again. */
export const SUBPLAN_CALL = 'subplan';

/** Reads what the server prints for an expression. `undefined`: the grammar cannot, and nothing is claimed about it. */
export interface ExpressionReader {
  readonly expression: (text: string) => Expression | undefined;
  readonly sortKey: (text: string) => OrderKey | undefined;
}

/** Remembers what it has read: partitions repeat the same condition by the hundred. */
export function createExpressionReader(feeder: SqlFeeder): ExpressionReader {
  const known = new Map<string, SelectNode | undefined>();
  const select = (text: string): SelectNode | undefined => {
    if (!known.has(text)) known.set(text, readSelect(feeder, text));
    return known.get(text);
  };
  return {
    expression: (text) => select(`SELECT ${asSql(text)}`)?.targets[0]?.expression,
    sortKey: (text) => select(`SELECT 1 ORDER BY ${asSql(text)}`)?.orderBy[0],
  };
}

function readSelect(feeder: SqlFeeder, text: string): SelectNode | undefined {
  const result = feeder.feed(text);
  return result.kind === 'statement' && result.statement.kind === 'select' ? result.statement : undefined;
}

const STRINGS = `'(?:[^']|'')*'|"(?:[^"]|"")*"`;
const SUBPLANS = String.raw`(?:EXISTS)?\((?:alternatives: )?(?:hashed )?(?<plan>SubPlan|InitPlan) (?<name>\w+)(?: or hashed SubPlan \w+)?\)(?:\.col\d+)?`;
const COMPARED = String.raw`\((?:ANY|ALL) (?=\()`;
const PARTIAL = String.raw`\bPARTIAL (?=\w)`;
const PRINTED = new RegExp(`${STRINGS}|${SUBPLANS}|(?<compared>${COMPARED})|(?<partial>${PARTIAL})`, 'g');

/** `ruleutils.c` prints SQL but for what stands for another part of the plan. */
function asSql(text: string): string {
  return text.replace(PRINTED, (printed, ...rest: unknown[]) => {
    const { plan, name, compared, partial } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (plan === 'InitPlan') return '$0';
    if (plan !== undefined) return `${SUBPLAN_CALL}('${name ?? ''}')`;
    if (compared !== undefined) return '(';
    return partial === undefined ? printed : '';
  });
}
