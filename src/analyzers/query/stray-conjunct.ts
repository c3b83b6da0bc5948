import type { Expression, LogicalExpression } from '../sql/model';
import { type Keyset, readKeyset, type TextOf } from './keyset';
import { conjunctsOf } from './walk-expression';

/** A keyset that OR tears from the conditions around it: `tenant = $1 AND a > $2 OR a = $2 AND b > $3`. */
export interface TornKeyset {
  readonly keyset: Keyset;
  /** What was meant for all rows and holds in one arm of the OR alone. */
  readonly stray: readonly Expression[];
}

/** AND binds tighter than OR. An arm that has parentheses of its own is meant as it is written. */
export function readTornKeyset(where: Expression, text: string, textOf: TextOf): TornKeyset | undefined {
  if (where.kind !== 'or') return undefined;
  const { args } = where;
  const last = args.length - 1;
  for (const position of new Set([0, last])) {
    const arm = conjunctsOf(args[position]);
    if (arm.length < 2 || hasOwnParentheses(arm, text)) continue;
    for (let count = 1; count < arm.length; count++) {
      const cut = position === 0 ? count : arm.length - count;
      const [before, after] = [arm.slice(0, cut), arm.slice(cut)];
      const [stray, kept] = position === 0 ? [before, after] : [after, before];
      const keyset = readKeyset(withArm(where, position, kept), textOf);
      if (keyset) return { keyset, stray };
    }
  }
  return undefined;
}

function withArm(where: LogicalExpression, position: number, kept: readonly Expression[]): LogicalExpression {
  const args = where.args.map((arg, index): Expression =>
    index === position ? { kind: 'and', args: kept, span: arg.span } : arg,
  );
  return { ...where, args };
}

function hasOwnParentheses(arm: readonly Expression[], text: string): boolean {
  const start = arm[0]?.span.start ?? 0;
  const end = arm.at(-1)?.span.end ?? 0;
  return /\(\s*$/.test(text.slice(0, start)) && /^\s*\)/.test(text.slice(end));
}
