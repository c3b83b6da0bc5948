import { holdsHole } from '../sources/fragment';
import type { Expression } from '../sql/model';
import type { Condition, RangeCondition, Subject, Value } from './access-path';
import { withoutCasts } from './classify-value';

/** A search for the rows whose column begins with a text. */
export interface PrefixSearch {
  readonly subject: Extract<Subject, { kind: 'column' }>;
  /** As an index sees it that knows the value. */
  readonly condition: RangeCondition;
  readonly form: 'like' | 'starts-with';
  /** The text is written; otherwise a plan must know its value. */
  readonly isLiteral: boolean;
}

/** `LIKE 'order-%'`, `^@ 'order-'`, `LIKE $1 || '%'`. Not `LIKE $1`, of which nobody knows, nor a text without `%`, which is an equality. */
export function prefixSearchIn(condition: Condition): PrefixSearch | undefined {
  const { subject, node, span } = condition;
  if (subject?.kind !== 'column') return undefined;
  const form = node.kind === 'operator' && node.operator === '~~' ? 'like' : 'starts-with';
  if (condition.letter === 'R' && condition.operator === 'prefix') {
    const { value } = condition;
    const isSearch = form === 'starts-with' || (value.kind === 'literal' && /[%_]/.test(value.value));
    return isSearch ? { subject, condition, form, isLiteral: true } : undefined;
  }
  if (condition.letter !== 'F' || form !== 'like' || !condition.value || !isPrefixPattern(condition.value))
    return undefined;
  const { value } = condition;
  return {
    subject,
    condition: { letter: 'R', span, node, subject, operator: 'prefix', value },
    form,
    isLiteral: false,
  };
}

function isPrefixPattern(value: Value): boolean {
  if (value.kind !== 'parameter') return false;
  const bare = withoutCasts(value.expression);
  // `'${prefix}%'`
  if (bare.kind === 'constant')
    return holdsHole(bare.value) && /^[^%_][^%]*%$/.test(withoutHoles(bare.value));
  const parts = concatenated(bare);
  const [first] = parts;
  const last = parts.at(-1);
  return (
    parts.length > 1 &&
    first !== undefined &&
    last?.kind === 'constant' &&
    last.value === '%' &&
    (first.kind === 'parameter' || (first.kind === 'constant' && /^[^%_]/.test(first.value)))
  );
}

/** What stands in their place is no wildcard. */
function withoutHoles(text: string): string {
  return text.replace(/__hole_\d+__/g, 'x');
}

function concatenated(expression: Expression): readonly Expression[] {
  if (expression.kind !== 'operator' || expression.operator !== '||' || !expression.left)
    return [withoutCasts(expression)];
  return [...concatenated(expression.left), ...concatenated(expression.right)];
}
