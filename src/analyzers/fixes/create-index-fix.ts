import type { DdlProposal } from '../finding';
import type { IndexDefinition } from '../indexes/index-definition';
import { proposeCreateIndex } from '../indexes/propose-ddl';
import type { Message } from '../message';
import type { FixDraft, RuleContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { insertionFor, isCreatedHere } from './insertion';

/** A fix that builds an index for a table; none when its definition cannot be printed. */
export function createIndexFix(
  context: RuleContext,
  table: Table,
  index: IndexDefinition,
  fix: { readonly id: string; readonly title: Message; readonly preferred: boolean; readonly reason: string },
): readonly FixDraft[] {
  const ddl = proposedIndex(context, table, index, fix.reason);
  if (!ddl) return [];
  return [
    { id: `create-index/${fix.id}`, title: fix.title, kind: 'create-index', preferred: fix.preferred, ddl },
  ];
}

/** For a rewrite that needs the index. */
export function proposedIndex(
  context: RuleContext,
  table: Table,
  index: IndexDefinition,
  reason: string,
): DdlProposal | undefined {
  const insertion = insertionFor(context, table);
  return proposeCreateIndex(index, table, {
    snapshot: context.snapshot,
    createdHere: insertion !== undefined && isCreatedHere(context, table),
    reason,
    ...(insertion && { insertion }),
  });
}
