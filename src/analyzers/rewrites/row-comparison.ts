import type { Keyset } from '../query/keyset';
import type { FragmentEdit, Piece } from '../sources/edit';
import type { Expression } from '../sql/model';
import type { Span } from '../span';

export function rowOperator({ keys, inclusive }: Keyset): string {
  return `${keys[0]?.direction ?? '>'}${inclusive ? '=' : ''}`;
}

/** `(a, b) > ($1, $2)` */
export function rowComparison(keyset: Keyset): readonly Piece[] {
  const { keys } = keyset;
  return [
    '(',
    ...joined(keys.map(({ column }) => column.span)),
    `) ${rowOperator(keyset)} (`,
    ...joined(keys.map(({ value }) => value.span)),
    ')',
  ];
}

/** One comparison in place of the OR, the parentheses around it included. NULLs compare alike in both. */
export function compareRows(keyset: Keyset, node: Expression, text: string): FragmentEdit {
  return { span: withParentheses(node.span, text).span, pieces: rowComparison(keyset) };
}

/** The conditions that OR tore off hold for all rows then. */
export function compareRowsBehind(
  stray: readonly Expression[],
  keyset: Keyset,
  node: Expression,
): FragmentEdit {
  const conditions = stray.flatMap(({ span }): readonly Piece[] => [span, ' AND ']);
  return { span: node.span, pieces: [...conditions, ...rowComparison(keyset)] };
}

/** `a >= $1 AND (…)`: follows from the OR, and an index can be searched with it. `undefined` behind NOT. */
export function boundFirst({ keys }: Keyset, node: Expression, text: string): FragmentEdit | undefined {
  const [first] = keys;
  if (!first) return undefined;
  const { span, enclosed } = withParentheses(node.span, text);
  if (/\bnot\s*$/i.test(text.slice(0, span.start))) return undefined;
  const bound: readonly Piece[] = [first.column.span, ` ${first.direction}= `, first.value.span, ' AND '];
  return { span, pieces: [...bound, ...(enclosed ? [span] : ['(', span, ')'])] };
}

function withParentheses(
  { start, end }: Span,
  text: string,
): { readonly span: Span; readonly enclosed: boolean } {
  const before = /\(\s*$/.exec(text.slice(0, start));
  const after = /^\s*\)/.exec(text.slice(end));
  return before && after
    ? { span: { start: before.index, end: end + after[0].length }, enclosed: true }
    : { span: { start, end }, enclosed: false };
}

function joined(spans: readonly Span[]): readonly Piece[] {
  return spans.flatMap((span, position): readonly Piece[] => (position > 0 ? [', ', span] : [span]));
}
