import type { Expression } from '../sql/model';

/** A condition that holds only where the column is not NULL, so that it proves `column IS NOT NULL`. */
export function isStrictFor(condition: Expression, column: string, relation: string): boolean {
  const isColumn = (node: Expression | undefined): boolean => {
    if (node?.kind === 'cast' || node?.kind === 'collate') return isColumn(node.arg);
    return node?.kind === 'column' && node.name === column && (node.qualifier ?? relation) === relation;
  };
  switch (condition.kind) {
    case 'operator':
      return !condition.operator.startsWith('is ') && (isColumn(condition.left) || isColumn(condition.right));
    case 'between':
      return isColumn(condition.arg);
    case 'in-list':
      return isColumn(condition.left);
    case 'array-comparison':
      // `<> ALL ('{}')` holds for NULL too.
      return isColumn(condition.left) && (condition.quantifier === 'any' || hasElements(condition.right));
    case 'null-test':
      return condition.negated && isColumn(condition.arg);
    case 'column':
      return isColumn(condition);
    case 'not':
      return isColumn(condition.args[0]);
    case 'and':
      return condition.args.some((arg) => isStrictFor(arg, column, relation));
    case 'or':
      return condition.args.every((arg) => isStrictFor(arg, column, relation));
    default:
      return false;
  }
}

function hasElements(array: Expression): boolean {
  if (array.kind === 'cast') return hasElements(array.arg);
  if (array.kind === 'array') return array.elements.length > 0;
  return array.kind === 'constant' && array.type === 'string' && !/^\s*\{\s*\}\s*$/.test(array.value);
}
