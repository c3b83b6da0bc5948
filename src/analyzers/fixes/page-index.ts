import type { DdlProposal } from '../finding';
import { candidateIndex, keysInSearchOrder } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { message } from '../message';
import type { PathContext } from '../rules/define-rule';
import type { Table } from '../schema/snapshot';
import { createIndexFix } from './create-index-fix';

/** The index that a page is read from, for rewrites that are no use without it. */
export function pageIndexFor(
  context: PathContext,
  table: Table,
): { readonly index: IndexDefinition; readonly ddl: DdlProposal } | undefined {
  const keys = keysInSearchOrder(context.path);
  if (!keys) return undefined;
  const index = candidateIndex(table, keys, context.snapshot);
  const [fix] = createIndexFix(context, table, index, {
    id: 'page-order',
    title: message('Create index on {0} ({1})', table.name, printKeyList(index)),
    preferred: false,
    reason: `Holds the rows of ${table.name} in the order of the page, so that a page starts where the last one ended.`,
  });
  return fix?.ddl && { index, ddl: fix.ddl };
}
