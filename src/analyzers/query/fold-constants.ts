import type { Expression } from '../sql/model';
import { withoutCasts } from './classify-value';

/**
 * What is left of a node when a parameter has become a constant: `(NULL IS NULL OR position > NULL)` is true. Its parts are folded already. Any
 * other node is given back.
 */
export function foldConstants(node: object): object {
  if (!isFoldable(node)) return node;
  if (node.kind === 'null-test') {
    const arg = withoutCasts(node.arg);
    if (arg.kind !== 'constant') return node;
    return truth((arg.type === 'null') !== node.negated, node);
  }
  const decisive = node.kind === 'or';
  if (node.args.some((arg) => isTruth(arg, decisive))) return truth(decisive, node);
  const args = node.args.filter((arg) => !isTruth(arg, !decisive));
  const [only] = args;
  if (!only) return truth(!decisive, node);
  return args.length === 1 ? only : args.length === node.args.length ? node : { ...node, args };
}

type Foldable = Extract<Expression, { kind: 'null-test' | 'and' | 'or' | 'not' }>;

function isFoldable(node: object): node is Exclude<Foldable, { kind: 'not' }> {
  return (
    'kind' in node &&
    (node.kind === 'null-test' || node.kind === 'and' || node.kind === 'or') &&
    'span' in node
  );
}

function truth(value: boolean, { span }: Foldable): Expression {
  return { kind: 'constant', type: 'boolean', value: String(value), span };
}

function isTruth(node: Expression, value: boolean): boolean {
  return node.kind === 'constant' && node.type === 'boolean' && node.value === String(value);
}
