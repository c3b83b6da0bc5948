import type { Value } from '../query/access-path';
import { classifyArray, classifyElements, classifyValue } from '../query/classify-value';
import type { Expression } from '../sql/model';

/** What a conjunct of an index predicate demands of one column. */
export type PredicateTest =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'values'; readonly column: string; readonly values: readonly string[] }
  /** `<>` and NOT IN. */
  | { readonly kind: 'other-values'; readonly column: string; readonly values: readonly string[] }
  | {
      readonly kind: 'bound';
      readonly column: string;
      readonly lower: boolean;
      readonly strict: boolean;
      readonly value: string;
    };

/** Tests that hold together; `undefined` for a predicate of another form. */
export function readPredicateTest(node: Expression): readonly PredicateTest[] | undefined {
  const test = readSimpleTest(node);
  if (test) return [test];
  if (node.kind !== 'between' || node.negated || node.symmetric || node.arg.kind !== 'column')
    return undefined;
  const low = boundTest(node.arg.name, '>=', node.low);
  const high = boundTest(node.arg.name, '<=', node.high);
  return low && high && [low, high];
}

function readSimpleTest(node: Expression): PredicateTest | undefined {
  switch (node.kind) {
    case 'null-test':
      return node.negated && node.arg.kind === 'column'
        ? { kind: 'not-null', column: node.arg.name }
        : undefined;
    case 'column':
      return { kind: 'values', column: node.name, values: ['true'] };
    case 'not': {
      const [arg] = node.args;
      return arg?.kind === 'column' ? { kind: 'values', column: arg.name, values: ['false'] } : undefined;
    }
    case 'in-list':
      return valuesTest(node.left, classifyElements(node.list, node), node.negated);
    case 'array-comparison':
      return node.operator === '=' && node.quantifier === 'any'
        ? valuesTest(node.left, classifyArray(node.right), false)
        : undefined;
    case 'operator':
      if (node.operator === '=') return valuesTest(node.left, classifyValue(node.right), false);
      if (node.operator === '<>') return valuesTest(node.left, classifyValue(node.right), true);
      return node.left?.kind === 'column' ? boundTest(node.left.name, node.operator, node.right) : undefined;
    default:
      return undefined;
  }
}

function valuesTest(
  left: Expression | undefined,
  value: Value,
  excluded: boolean,
): PredicateTest | undefined {
  if (left?.kind !== 'column') return undefined;
  const values = value.kind === 'literal' ? [value.value] : value.kind === 'literals' ? value.values : [];
  if (values.length === 0) return undefined;
  return { kind: excluded ? 'other-values' : 'values', column: left.name, values };
}

function boundTest(column: string, operator: string, right: Expression): PredicateTest | undefined {
  const value = classifyValue(right);
  if (!/^[<>]=?$/.test(operator) || value.kind !== 'literal') return undefined;
  return {
    kind: 'bound',
    column,
    lower: operator.startsWith('>'),
    strict: !operator.endsWith('='),
    value: value.value,
  };
}
