import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findMigrations, isMigrationsFolder } from '../analyzers/schema/migration-files';
import { displayPath } from './display-path';
import { findFiles } from './find-files';
import { candidateProjects } from './find-project';
import { readSource } from './read-source';
import type { FileNote } from './report';

export interface SchemaSearch {
  /** The folder whose project's schema is wanted. */
  readonly folder: string;
  /** Folders or files given with `--migrations`, in the order they are applied; none: the project's are looked for. */
  readonly migrations: readonly string[];
  readonly workingDirectory: string;
}

export interface FoundSchema {
  /** The same for all folders that share the schema. */
  readonly key: string;
  /** In the order they are applied. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly notes: readonly FileNote[];
}

/** The files that make the schema of a folder's project, with their texts. */
export async function findSchemaFiles(search: SchemaSearch): Promise<FoundSchema> {
  const { migrations, workingDirectory } = search;
  const notes: FileNote[] = [];
  const { key, paths } = migrations.length > 0 ? await givenPaths(search, notes) : await projectPaths(search);
  const files: { path: string; text: string }[] = [];
  for (const path of paths) {
    const source = await readSource(path);
    if (source.kind === 'text') files.push({ path, text: source.text });
    else {
      const fatal = source.kind === 'unreadable';
      notes.push({ path: displayPath(path, workingDirectory), reason: source.reason, fatal });
    }
  }
  return { key, files, notes };
}

interface SchemaPaths {
  readonly key: string;
  readonly paths: readonly string[];
}

async function givenPaths(
  { migrations, workingDirectory }: SchemaSearch,
  notes: FileNote[],
): Promise<SchemaPaths> {
  const paths: string[] = [];
  const given = migrations.map((written) => resolve(workingDirectory, written));
  for (const path of given) {
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined)
      notes.push({ path: displayPath(path, workingDirectory), reason: 'does not exist', fatal: true });
    else if (stats.isDirectory()) paths.push(...(await migrationsBelow(path, '.')));
    else paths.push(path);
  }
  return { key: given.join('\n'), paths };
}

/** Of the nearest project that has any. */
async function projectPaths({ folder, workingDirectory }: SchemaSearch): Promise<SchemaPaths> {
  for (const project of candidateProjects(folder, workingDirectory)) {
    const paths = await migrationsBelow(project);
    if (paths.length > 0) return { key: project, paths };
  }
  return { key: '', paths: [] };
}

async function migrationsBelow(folder: string, given?: string): Promise<readonly string[]> {
  const found = await findFiles(folder, (path) => path.toLowerCase().endsWith('.sql'));
  // A folder of migrations is known by its name, also when it is where the search begins.
  const base = isMigrationsFolder(basename(folder)) ? dirname(folder) : folder;
  const relatives = found.map((path) => relative(base, path).split(sep).join('/'));
  return findMigrations(relatives, given).paths.map((path) => join(base, path));
}
