import type { DdlProposal, DocumentEdit, Fix } from '../../analyzers/finding';
import { withUndo } from '../../analyzers/schema/migrations/ddl-parts';
import type { NewMigration } from '../../analyzers/schema/migrations/write-migration';

export interface FixSurroundings {
  /** The document is itself one of the migrations that make the schema. */
  readonly isMigration: boolean;
  /** Absent or without an answer where no migrations are known that a new one could follow. */
  readonly migrationFor?: (proposal: DdlProposal) => NewMigration | undefined;
}

/** One thing that can be done with a fix. `edits` change the document itself and always belong to it. */
export type FixPlan = { readonly isPreferred: boolean; readonly edits: readonly DocumentEdit[] } & (
  | { readonly kind: 'edit' }
  | { readonly kind: 'insert-here' }
  | { readonly kind: 'create-migration'; readonly migration: NewMigration }
  | { readonly kind: 'open-document'; readonly ddl: string }
  | { readonly kind: 'copy'; readonly ddl: string }
);

/**
 * Where the DDL of a fix can go. The preferred place is where such DDL lives already: the migration that is being written, else a
 * new one, else a document of its own, so that nothing is put among queries that are run as they stand.
 */
export function planFix(fix: Fix, { isMigration, migrationFor }: FixSurroundings): readonly FixPlan[] {
  const { edits, ddl, preferred } = fix;
  if (ddl === undefined) return edits.length === 0 ? [] : [{ kind: 'edit', edits, isPreferred: preferred }];
  const text = withUndo(ddl.up, ddl.down);
  const here: readonly FixPlan[] =
    ddl.insertion === undefined
      ? []
      : [{ kind: 'insert-here', edits: [...edits, ddl.insertion], isPreferred: preferred && isMigration }];
  const isPreferred = preferred && (here.length === 0 || !isMigration);
  const migration = migrationFor?.(ddl);
  const elsewhere: FixPlan =
    migration === undefined
      ? { kind: 'open-document', edits, ddl: text, isPreferred }
      : { kind: 'create-migration', edits, migration, isPreferred };
  const copy: FixPlan = { kind: 'copy', edits, ddl: text, isPreferred: false };
  return isMigration ? [...here, elsewhere, copy] : [elsewhere, ...here, copy];
}
