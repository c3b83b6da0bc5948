import type { Expression } from '../sql/model';
import type { AccessPath, Condition } from './access-path';
import { joinExpressions } from './join-conditions';
import { conjunctsOf } from './walk-expression';

/**
 * Whether the statement holds the condition as it is read, so that it can be replaced as a whole: what a NOT was turned into, and what
 * was taken apart from rows, stands there differently.
 */
export function isWrittenAs({ node }: Condition, { block, statement }: AccessPath): boolean {
  return writtenConditions(block ?? statement).some((written) => conjunctsOf(written).includes(node));
}

function writtenConditions(query: AccessPath['statement']): readonly Expression[] {
  switch (query.kind) {
    case 'select':
      return [...(query.where ? [query.where] : []), ...joinExpressions(query.from)];
    case 'update':
      return [...(query.where ? [query.where] : []), ...joinExpressions(query.from)];
    case 'delete':
      return [...(query.where ? [query.where] : []), ...joinExpressions(query.using)];
    default:
      return [];
  }
}
