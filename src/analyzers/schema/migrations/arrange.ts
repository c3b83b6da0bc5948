import { recognizeTool } from './recognize-tool';
import type { MigrationForm } from './tool';

/** A file of a project's schema, or one that a tool keeps beside them. */
export interface ProjectFile {
  readonly file: string;
  /** As a person knows the file, where `file` is a URI. */
  readonly path?: string;
  readonly text: string;
  /** Not a migration: says something about those beside it. */
  readonly isCompanion?: boolean;
}

export interface ArrangedMigrations {
  /** Migrations alone, in the order they are applied. */
  readonly files: readonly ProjectFile[];
  /** By the files' names; none for those of a plain folder. */
  readonly forms: Readonly<Record<string, MigrationForm>>;
}

/** @param project in the order of the names */
export function arrangeMigrations(project: readonly ProjectFile[]): ArrangedMigrations {
  const companions = new Map(
    project.filter(({ isCompanion }) => isCompanion).map(({ file, text }) => [file, text]),
  );
  const files = inJournalOrder(
    project.filter(({ isCompanion }) => isCompanion !== true),
    companions,
  );
  const names = new Set(companions.keys());
  const forms: Record<string, MigrationForm> = {};
  for (const { file, text } of files) {
    const tool = recognizeTool(file, text, names);
    if (tool === undefined) continue;
    const isOutside = /^\s*executeInTransaction\s*=\s*false\b/im.test(companions.get(`${file}.conf`) ?? '');
    forms[file] = { tool, ...(isOutside && { outsideTransaction: true }) };
  }
  return { files, forms };
}

/** Drizzle runs what its journal lists, in the order of the list. A file that is not listed yet comes last. */
function inJournalOrder(
  files: readonly ProjectFile[],
  companions: ReadonlyMap<string, string>,
): readonly ProjectFile[] {
  const queues = new Map<string, ProjectFile[]>();
  for (const [file, text] of companions) {
    if (!/(?:^|\/)meta\/_journal\.json$/.test(file)) continue;
    const folder = file.slice(0, -'meta/_journal.json'.length);
    const places = new Map(journalTags(text).map((tag, index) => [`${folder}${tag}.sql`, index]));
    const place = (each: ProjectFile): number => places.get(each.file) ?? places.size;
    const own = files.filter((each) => folderOf(each) === folder);
    queues.set(
      folder,
      own.sort((one, other) => place(one) - place(other)),
    );
  }
  return files.map((each) => queues.get(folderOf(each))?.shift() ?? each);
}

function folderOf({ file }: ProjectFile): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** The names of the files, without their ending. Empty while somebody edits the journal. */
export function journalTags(journal: string): readonly string[] {
  return Array.from(journal.matchAll(/"tag"\s*:\s*"([^"\\]+)"/g), ([, tag = '']) => tag);
}
