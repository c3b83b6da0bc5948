import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { AnalysisSettings } from '../analyzers/settings';
import type { AnalysisClient } from '../runtime/analysis-client';
import { isTestFile } from '../analyzers/sources/test-file';
import { AnalysisError } from '../runtime/analysis-error';
import type { SchemaFile, SnapshotSummary } from '../runtime/protocol';
import { displayPath } from './display-path';
import { findFiles } from './find-files';
import { findSchemaFiles } from './find-schema-files';
import { LineIndex } from './line-index';
import { languageOf, readSource, reasonOf } from './read-source';
import type { CheckReport, FileNote, FileReport, LinesOf } from './report';

export interface CheckInput {
  readonly paths: readonly string[];
  /** Folders given with `--migrations`; none: the project's are looked for. */
  readonly migrations: readonly string[];
  readonly settings: AnalysisSettings;
  readonly workingDirectory: string;
  readonly client: AnalysisClient;
}

export interface CheckResult {
  readonly report: CheckReport;
  readonly linesOf: LinesOf;
}

/** A file to judge, and the folder whose project it belongs to. */
interface Source {
  readonly path: string;
  readonly folder: string;
  /** Written on the command line: passing it over is an error, not a remark. */
  readonly named: boolean;
}

export async function check(input: CheckInput): Promise<CheckResult> {
  const notes: FileNote[] = [];
  const sources = await findSources(input, notes);
  const schemas = await readSchemas(input, sources, notes);
  const files: FileReport[] = [];
  for (const source of sources) {
    const outcome = await judge(input, source, schemas.get(source.folder)?.key);
    if ('reason' in outcome) notes.push(outcome);
    else files.push(outcome);
  }
  const used = [...new Map([...schemas.values()].map((schema) => [schema.key, schema])).values()];
  return {
    report: { schemas: used.map(({ summary }) => summary), files, notes },
    linesOf: createLinesOf(
      files,
      used.flatMap((schema) => schema.files),
    ),
  };
}

async function findSources(
  { paths, workingDirectory }: CheckInput,
  notes: FileNote[],
): Promise<readonly Source[]> {
  const sources = new Map<string, Source>();
  for (const written of paths) {
    const path = resolve(workingDirectory, written);
    const kind = await kindOf(path);
    if (kind === 'file') sources.set(path, { path, folder: dirname(path), named: true });
    else if (kind === 'folder') {
      for (const found of await findFiles(path, (file) => languageOf(file) !== undefined)) {
        if (!sources.has(found)) sources.set(found, { path: found, folder: path, named: false });
      }
    } else notes.push({ path: written, reason: kind.problem, fatal: true });
  }
  return [...sources.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function kindOf(path: string): Promise<'file' | 'folder' | { readonly problem: string }> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const reason = reasonOf(error);
    return { problem: reason === 'ENOENT' ? 'does not exist' : `could not be read (${reason})` };
  }
}

interface Schema {
  readonly key: string;
  readonly files: readonly SchemaFile[];
  readonly summary: SnapshotSummary;
}

/** The schema of each folder; folders of one project share one. */
async function readSchemas(
  { migrations, workingDirectory, client }: CheckInput,
  sources: readonly Source[],
  notes: FileNote[],
): Promise<ReadonlyMap<string, Schema>> {
  const byFolder = new Map<string, Schema>();
  const byKey = new Map<string, Schema>();
  for (const folder of new Set(sources.map((source) => source.folder))) {
    const found = await findSchemaFiles({ folder, migrations, workingDirectory });
    notes.push(...found.notes.filter((note) => !notes.some(({ path }) => path === note.path)));
    let schema = byKey.get(found.key);
    if (schema === undefined) {
      const files = found.files.map(({ path, ...rest }) => ({
        file: displayPath(path, workingDirectory),
        ...rest,
      }));
      schema = { key: found.key, files, summary: await client.setMigrations(found.key, files) };
      byKey.set(found.key, schema);
    }
    byFolder.set(folder, schema);
  }
  return byFolder;
}

async function judge(
  { client, settings, workingDirectory }: CheckInput,
  { path, named }: Source,
  snapshotKey: string | undefined,
): Promise<FileReport | FileNote> {
  const file = displayPath(path, workingDirectory);
  const source = await readSource(path);
  if (source.kind !== 'text') {
    return { path: file, reason: source.reason, fatal: named || source.kind === 'unreadable' };
  }
  const { text, languageId } = source;
  try {
    const analysis = await client.analyze(
      {
        document: { file, text, languageId, isTest: !named && isTestFile(file) },
        settings,
        ...(snapshotKey !== undefined && { snapshotKey }),
      },
      undefined,
      'command',
    );
    return { path: file, lines: new LineIndex(text), analysis };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return { path: file, reason: `could not be judged (${error.message})`, fatal: true };
  }
}

function createLinesOf(files: readonly FileReport[], schemaFiles: readonly SchemaFile[]): LinesOf {
  const lines = new Map(files.map((file) => [file.path, file.lines]));
  const texts = new Map(schemaFiles.map(({ file, text }) => [file, text]));
  return (path) => {
    const known = lines.get(path);
    const text = texts.get(path);
    if (known !== undefined || text === undefined) return known;
    const read = new LineIndex(text);
    lines.set(path, read);
    return read;
  };
}
