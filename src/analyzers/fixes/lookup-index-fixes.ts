import { candidateIndex, keysInSearchOrder } from '../indexes/candidates';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { AccessPath, ArrayCondition, EqualityCondition } from '../query/access-path';
import type { FixDraft, PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { createIndexFix } from './create-index-fix';

/** An index that finds the rows of these comparisons, and for a page also one that returns them in order. */
export function lookupIndexFixes(
  context: PathContext,
  table: Table,
  lookups: readonly (ArrayCondition | EqualityCondition)[],
): readonly FixDraft[] {
  const { path, snapshot } = context;
  const [first] = lookups;
  if (!first) return [];
  const same = lookups.filter(({ letter }) => letter === first.letter);
  // An array ends the order of the keys behind it, so one is enough.
  const conditions = first.letter === 'A' ? [first] : same;
  const bare = keysInSearchOrder({ ...path, conditions, order: [] }) ?? [];
  const found = candidateIndex(table, bare, snapshot);
  const keys = isPage(path) && first.letter === 'E' ? keysInSearchOrder({ ...path, conditions }) : undefined;
  const ordered = keys && keys.length > found.keys.length ? candidateIndex(table, keys, snapshot) : undefined;
  const columns = printKeyList(found);
  return [
    ...(ordered
      ? createIndexFix(context, table, ordered, {
          id: 'lookup-order',
          title: message(
            'Create index on {0} ({1}): finds the rows and returns them in order',
            table.name,
            printKeyList(ordered),
          ),
          preferred: false,
          reason: `Finds the rows of ${table.name} by ${columns}, in the order of the page, without reading the rest of the table.`,
        })
      : []),
    ...createIndexFix(context, table, found, {
      id: 'lookup',
      title: ordered
        ? message('Create index on {0} ({1}): smaller, leaves the order to a sort', table.name, columns)
        : message('Create index on {0} ({1}): finds the rows, costs a write per insert', table.name, columns),
      preferred: ordered === undefined,
      reason: `Finds the rows of ${table.name} by ${columns} without reading the rest of the table.`,
    }),
  ];
}

function isPage({ order, limit, aggregated, alone, locking }: AccessPath): boolean {
  return order.length > 0 && limit !== undefined && alone && !aggregated && !locking;
}
