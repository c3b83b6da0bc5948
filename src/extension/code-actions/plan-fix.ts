import type { DdlProposal, DocumentEdit, Fix } from '../../analyzers/finding';

/** A file that does not exist yet. */
export interface NewMigration {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly text: string;
  /** The file that takes it back, for tools that keep one for each direction. */
  readonly down?: { readonly path: string; readonly text: string };
}

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
  const text = withUndo(ddl);
  const here: readonly FixPlan[] =
    ddl.insertion === undefined
      ? []
      : [{ kind: 'insert-here', edits: [...edits, ddl.insertion], isPreferred: preferred && isMigration }];
  const isPreferred = preferred && (here.length === 0 || !isMigration);
  const migration = migrationFor?.(ddl);
  const elsewhere: FixPlan =
    migration === undefined
      ? { kind: 'open-document', edits, ddl: text, isPreferred }
      : { kind: 'create-migration', edits, migration: withReverse(migration, text), isPreferred };
  const copy: FixPlan = { kind: 'copy', edits, ddl: text, isPreferred: false };
  return isMigration ? [...here, elsewhere, copy] : [elsewhere, ...here, copy];
}

/** Without a file of its own for it the reverse stands in the same one. */
function withReverse(migration: NewMigration, text: string): NewMigration {
  return migration.down === undefined ? { ...migration, text } : migration;
}

/** The reverse goes along as a comment, for whoever has to take the change back at night. */
function withUndo({ up, down }: DdlProposal): string {
  const undo = down
    .trimEnd()
    .split('\n')
    .map((line) => `-- ${line}`);
  return `${up}-- To undo:\n${undo.join('\n')}\n`;
}
