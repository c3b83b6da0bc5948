import type { DocumentEdit } from '../finding';
import { printReindex } from '../indexes/print-ddl';
import { message } from '../message';
import type { DdlContext, FixDraft, ReadStatement } from '../rules/define-rule';
import type { IndexSwap } from './index-swap';
import { startOfBlock } from './insertion';
import { statementRemoval } from './statement-removal';

/** In place of the three statements one, or the same three without the lock. */
export function reindexFixes(context: DdlContext, swap: IndexSwap): readonly FixDraft[] {
  const { create, drop, rename, old } = swap;
  const removals = [drop, rename].map((read) => removalWithComment(read, context));
  const drops = drop.statement.concurrently ? [] : [dropConcurrently(drop)];
  if (!removals.every((removal) => removal !== undefined)) return drops;
  const reindex: FixDraft = {
    id: 'edit-ddl/reindex',
    title: message(
      'Use REINDEX INDEX CONCURRENTLY {0}: one statement, keeps name and constraint, blocks no writes; needs room for both, outside a transaction block',
      old.name,
    ),
    kind: 'edit-ddl',
    preferred: swap.definition === 'same',
    edits: [{ span: create.statement.span, pieces: [printReindex(old.schema, old.name).replace(/;$/, '')] }],
    documentEdits: removals,
  };
  return [reindex, ...drops];
}

function dropConcurrently({ fragment, statement }: IndexSwap['drop']): FixDraft {
  const at = fragment.map.toDocument(statement.afterObjectKeyword, 'end');
  return {
    id: 'edit-ddl/drop-concurrently',
    title: message('Keep the steps, drop with CONCURRENTLY: check first that the new index is valid'),
    kind: 'edit-ddl',
    preferred: false,
    documentEdits: [{ span: { start: at, end: at }, newText: ' CONCURRENTLY' }],
  };
}

/** The comment above a statement goes with it: it says what the statement did. */
function removalWithComment(
  { fragment }: ReadStatement,
  { documentText }: DdlContext,
): DocumentEdit | undefined {
  const removal = statementRemoval(fragment, documentText);
  if (!removal) return undefined;
  const start = startOfBlock(documentText, fragment.documentSpan.start);
  const blank = /(?:^|\n)[ \t]*\r?\n$/.exec(documentText.slice(0, start));
  const from = blank ? start - blank[0].length + (blank[0].startsWith('\n') ? 1 : 0) : start;
  return { ...removal, span: { start: Math.min(from, removal.span.start), end: removal.span.end } };
}
