import { candidateIndex, keyOf } from '../indexes/candidates';
import { needsKeys } from '../indexes/containment-search';
import type { IndexDefinition } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { ContainmentOperator, Subject } from '../query/access-path';
import type { FixDraft, RuleContext } from '../rules/define-rule';
import type { Snapshot, Table } from '../schema/snapshot';
import { createIndexFix } from './create-index-fix';

export interface Inverted {
  readonly subject: Subject;
  readonly operators: readonly ContainmentOperator[];
  readonly type: 'jsonb' | 'array' | 'tsvector';
}

/** The smallest inverted index that finds what is asked. */
export function ginIndex(
  table: Table,
  { subject, operators, type }: Inverted,
  snapshot: Snapshot,
): IndexDefinition {
  const key = keyOf(subject);
  const isPathsOnly = type === 'jsonb' && !needsKeys(operators);
  return candidateIndex(table, [isPathsOnly ? { ...key, opclass: 'jsonb_path_ops' } : key], snapshot, {
    method: 'gin',
  });
}

export function ginIndexFixes(
  context: RuleContext,
  table: Table,
  inverted: Inverted,
  preferred: boolean,
): readonly FixDraft[] {
  const index = ginIndex(table, inverted, context.snapshot);
  return createIndexFix(context, table, index, {
    id: 'gin',
    title: message(
      'Create GIN index on {0} ({1}): finds the rows by what they hold, costs 20 to 35 % more WAL per insert',
      table.name,
      printKeyList(index),
    ),
    preferred,
    reason: `${reasonFor(inverted)}\nIt costs every insert: measured 20 to 35 % more WAL for events with small documents.`,
  });
}

function reasonFor({ type, operators }: Inverted): string {
  if (type === 'array')
    return 'Finds rows by the elements of the array: @> (all of them) and && (any of them).';
  if (type === 'tsvector') return 'Finds rows by their words.';
  return needsKeys(operators)
    ? 'Finds rows by keys and values of the document: ?, ?|, ?& and @>.'
    : 'Finds rows by values of the document at their paths: @>, @? and @@, but not ? (that needs the default class).';
}
