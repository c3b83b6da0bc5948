import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findMigrations, isMigrationsFolder, mayBeOfMigrations } from '../analyzers/schema/migration-files';
import { displayPath } from './display-path';
import { findFiles } from './find-files';
import { candidateProjects } from './find-project';
import { readSource, readText } from './read-source';
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
  readonly files: readonly FoundFile[];
  readonly notes: readonly FileNote[];
}

export interface FoundFile {
  readonly path: string;
  readonly text: string;
  /** No migration, but kept beside them by a tool. */
  readonly isCompanion?: boolean;
}

/** The files that make the schema of a folder's project, with their texts. */
export async function findSchemaFiles(search: SchemaSearch): Promise<FoundSchema> {
  const { migrations, workingDirectory } = search;
  const notes: FileNote[] = [];
  const { key, paths, companions } =
    migrations.length > 0 ? await givenPaths(search, notes) : await projectPaths(search);
  const files: FoundFile[] = [];
  for (const path of paths) {
    const source = await readSource(path);
    if (source.kind === 'text') files.push({ path, text: source.text });
    else {
      const fatal = source.kind === 'unreadable';
      notes.push({ path: displayPath(path, workingDirectory), reason: source.reason, fatal });
    }
  }
  if (files.length === 0) return { key, files, notes };
  for (const path of companions) {
    const text = await readText(path);
    if (text !== undefined) files.push({ path, text, isCompanion: true });
  }
  return { key, files, notes };
}

interface FoundPaths {
  readonly paths: readonly string[];
  readonly companions: readonly string[];
}

interface SchemaPaths extends FoundPaths {
  readonly key: string;
}

async function givenPaths(
  { migrations, workingDirectory }: SchemaSearch,
  notes: FileNote[],
): Promise<SchemaPaths> {
  const paths: string[] = [];
  const companions: string[] = [];
  const given = migrations.map((written) => resolve(workingDirectory, written));
  for (const path of given) {
    const stats = await stat(path).catch(() => undefined);
    if (stats === undefined)
      notes.push({ path: displayPath(path, workingDirectory), reason: 'does not exist', fatal: true });
    else if (stats.isDirectory()) {
      const found = await migrationsBelow(path, '.');
      paths.push(...found.paths);
      companions.push(...found.companions);
    } else paths.push(path);
  }
  return { key: given.join('\n'), paths, companions };
}

/** Of the nearest project that has any. */
async function projectPaths({ folder, workingDirectory }: SchemaSearch): Promise<SchemaPaths> {
  for (const project of candidateProjects(folder, workingDirectory)) {
    const found = await migrationsBelow(project);
    if (found.paths.length > 0) return { key: project, ...found };
  }
  return { key: '', paths: [], companions: [] };
}

async function migrationsBelow(folder: string, given?: string): Promise<FoundPaths> {
  const found = await findFiles(folder, (path) => mayBeOfMigrations(path.split(sep).join('/')));
  // A folder of migrations is known by its name, also when it is where the search begins.
  const base = isMigrationsFolder(basename(folder)) ? dirname(folder) : folder;
  const relatives = found.map((path) => relative(base, path).split(sep).join('/'));
  const { paths, companions } = findMigrations(relatives, given);
  const absolute = (path: string): string => join(base, path);
  return { paths: paths.map(absolute), companions: companions.map(absolute) };
}
