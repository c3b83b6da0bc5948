import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { arrangeMigrations, readSchema, type Snapshot } from '../../../../src/analyzers';
import type { ProjectFile } from '../../../../src/analyzers/schema/migrations/arrange';
import type { MigrationForm } from '../../../../src/analyzers/schema/migrations/tool';
import type { MigrationProject } from '../../../../src/analyzers/schema/migrations/write-migration';
import { findMigrations } from '../../../../src/analyzers/schema/migration-files';
import { readCodeMigration } from '../../../../src/analyzers/sources/typescript';
import { libpgFeeder } from '../feeders';

const FIXTURES = resolve(__dirname, '../../../fixtures/migrations');

/** The files of a project by their paths. */
export type Files = Readonly<Record<string, string>>;

/** @param name of a folder under test/fixtures/migrations */
export function readProject(name: string): Files {
  const root = join(FIXTURES, name);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((path) => [
      path
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
      readFileSync(path, 'utf8'),
    ]),
  );
}

export interface ReadMigrations {
  readonly paths: readonly string[];
  readonly forms: Readonly<Record<string, MigrationForm>>;
  readonly snapshot: Snapshot;
  readonly project: MigrationProject;
}

/** Finds, arranges and reads the migrations of a project as the hosts do. */
export async function readMigrations(files: Files): Promise<ReadMigrations> {
  const found = findMigrations(Object.keys(files));
  const fileAt = (path: string): ProjectFile => ({ file: path, text: files[path] ?? '' });
  const { files: arranged, forms } = arrangeMigrations([
    ...found.paths.map(fileAt),
    ...found.companions.map((path) => ({ ...fileAt(path), isCompanion: true })),
  ]);
  const paths = arranged.map(({ file }) => file);
  const source = { kind: 'migrations', folders: [], files: paths, forms } as const;
  return {
    paths,
    forms,
    snapshot: readSchema(arranged, await libpgFeeder(), source, readCodeMigration),
    project: {
      migrations: paths.map((path) => ({ path, ...forms[path] })),
      textOf: (path) => files[path],
    },
  };
}
