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
  const expressions = new Map<string, Expression | undefined>();
  const keys = new Map<string, OrderKey | undefined>();
  return {
    expression: (text) =>
      remembered(
        expressions,
        text,
        () => readSelect(feeder, `SELECT ${asSql(text)}`)?.targets[0]?.expression,
      ),
    sortKey: (text) =>
      remembered(keys, text, () => readSelect(feeder, `SELECT 1 ORDER BY ${asSql(text)}`)?.orderBy[0]),
  };
}

function remembered<Value>(known: Map<string, Value>, text: string, read: () => Value): Value {
  const value = known.get(text);
  if (value !== undefined || known.has(text)) return value as Value;
  const made = read();
  known.set(text, made);
  return made;
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
