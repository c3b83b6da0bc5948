import type { ProposedIndex } from '../finding';
import type { Table } from '../schema/snapshot';
import { printExpression } from '../sql/print-expression';
import type { IndexDefinition } from './index-definition';
import { printKeys } from './print-ddl';
import { replacedBy } from './redundancy';

/** The index as proposals are compared by it, with those that it makes redundant. */
export function describeProposedIndex(index: IndexDefinition, table: Table): ProposedIndex {
  const { schema, name, method, unique, include } = index;
  const predicate = index.predicate && printExpression(index.predicate);
  return {
    schema,
    table: table.name,
    name,
    method,
    unique,
    keys: printKeys(index),
    include,
    ...(predicate !== undefined && { predicate }),
    replaces: replacedBy(index, table).map(({ name: replaced, declaredAt }) => ({
      name: replaced,
      ...(declaredAt && { declaredAt }),
    })),
  };
}

/** The comment above the DDL. */
export function reasonWithReplaced(reason: string, { replaces }: ProposedIndex): string {
  if (replaces.length === 0) return reason;
  const names = replaces.map(({ name }) => name).join(', ');
  const are = replaces.length === 1 ? 'is' : 'are';
  return `${reason}\n${names} ${are} redundant then: this index does the same work and more.`;
}
