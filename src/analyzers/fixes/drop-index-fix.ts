import type { IndexDefinition } from '../indexes/index-definition';
import { proposeDropIndex } from '../indexes/propose-ddl';
import type { Message } from '../message';
import type { DdlContext, FixDraft } from '../rules/define-rule';

/** A migration that drops an index and can build it again; none when its definition cannot be printed. */
export function dropIndexFix(
  { snapshot }: DdlContext,
  index: IndexDefinition,
  { id, title, reason }: { readonly id: string; readonly title: Message; readonly reason: string },
): readonly FixDraft[] {
  const ddl = proposeDropIndex(index, { snapshot, createdHere: false, reason });
  return ddl ? [{ id: `drop-index/${id}`, title, kind: 'drop-index', preferred: false, ddl }] : [];
}
