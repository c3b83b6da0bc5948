import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AnalysisSettings } from '../analyzers/settings';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { databaseOfPath } from '../analyzers/sources/database-of-path';
import { isTestFile } from '../analyzers/sources/test-file';
import type { AnalysisClient } from '../runtime/analysis-client';
import { AnalysisError } from '../runtime/analysis-error';
import type { AnalysisRequest, SchemaFile, SnapshotSummary } from '../runtime/protocol';
import type { AnalysisPool } from './analysis-pool';
import { displayPath } from './display-path';
import { findFiles } from './find-files';
import { findSchemaFiles } from './find-schema-files';
import { NO_SETTINGS, SettingsReader } from './folder-settings';
import { LineIndex } from './line-index';
import { languageOf, readSource, reasonOf } from './read-source';
import type { CheckReport, FileNote, FileReport, LinesOf } from './report';
import type { SettingValues } from './setting-values';

export interface CheckInput {
  readonly paths: readonly string[];
  /** Folders given with `--migrations`; none: the project's are looked for. */
  readonly migrations: readonly string[];
  /** What a file is judged by, where its folder says this much. */
  readonly settingsOf: (values: SettingValues) => AnalysisSettings;
  /** The sizes of all schemas. */
  readonly statistics?: StatisticsFile | undefined;
  /** Whether `.vscode/settings.json` files count. */
  readonly readsSettings: boolean;
  readonly workingDirectory: string;
  /** Workers for so many files. */
  readonly openPool: (files: number) => AnalysisPool;
}

export interface CheckResult {
  readonly report: CheckReport;
  readonly linesOf: LinesOf;
}

/** The same while the workers are there, for whoever has more to ask. */
export interface Judged extends CheckResult {
  readonly client: AnalysisClient;
  /** By the paths of the report. */
  readonly sources: ReadonlyMap<string, CheckedSource>;
}

/** A file as the worker was asked about it. */
export interface CheckedSource extends AnalysisRequest {
  readonly text: string;
}

/** A file to judge, and the folder whose project it belongs to. */
interface Source {
  readonly path: string;
  readonly folder: string;
  /** Written on the command line: passing it over is an error, not a remark. */
  readonly named: boolean;
}

/** A source with what is known where it lies. */
export interface PlacedSource extends Source {
  readonly settings: AnalysisSettings;
  /** In the order they are applied; none: the project's are looked for. */
  readonly migrations: readonly string[];
}

/** @param use the result, before the workers end */
export async function check<T>(input: CheckInput, use: (judged: Judged) => T | Promise<T>): Promise<T> {
  const { pool, sources, schemasByFolder: schemas, notes } = await openCheck(input);
  try {
    const { workingDirectory } = input;
    const outcomes = await inOrder(sources, pool.capacity, (source) =>
      judge({ workingDirectory, pool }, source, schemas.get(schemaKey(source))?.key),
    );
    const judged = outcomes.filter((outcome): outcome is JudgedFile => 'report' in outcome);
    const files = judged.map(({ report }) => report);
    notes.push(...outcomes.filter((outcome): outcome is FileNote => 'reason' in outcome));
    const used = [...new Map([...schemas.values()].map((schema) => [schema.key, schema])).values()];
    return await use({
      report: { schemas: used.map(({ summary }) => summary), files, notes },
      linesOf: createLinesOf(
        files,
        used.flatMap((schema) => schema.files),
      ),
      client: pool.client,
      sources: new Map(judged.map(({ report, source }) => [report.path, source])),
    });
  } finally {
    pool.dispose();
  }
}

interface OpenedCheck {
  readonly pool: AnalysisPool;
  readonly sources: readonly PlacedSource[];
  /** For `schemaKey`. */
  readonly schemasByFolder: ReadonlyMap<string, Schema>;
  readonly notes: FileNote[];
}

/** The files, and workers that know their schemas. Whoever opens it disposes of the pool. */
async function openCheck(input: CheckInput): Promise<OpenedCheck> {
  const notes: FileNote[] = [];
  const sources = await placeSources(input, await findSources(input, notes), notes);
  const pool = input.openPool(sources.length);
  const { workingDirectory, statistics } = input;
  try {
    const schemasByFolder = await readSchemas({ workingDirectory, pool, statistics }, sources, notes);
    return { pool, sources, schemasByFolder, notes };
  } catch (error) {
    pool.dispose();
    throw error;
  }
}

/** The same for whoever asks something else of the files; the schemas by their keys alone. */
export async function placeOfCheck(input: CheckInput) {
  const { schemasByFolder, ...opened } = await openCheck(input);
  const schemas: readonly string[] = [...schemasByFolder.values()].map(({ key }) => key);
  return { ...opened, schemas };
}

/** So many at once; the outcomes stand as the items do. */
async function inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const takeEach = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, takeEach));
  return results;
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

async function placeSources(
  { readsSettings, settingsOf, migrations, workingDirectory }: CheckInput,
  sources: readonly Source[],
  notes: FileNote[],
): Promise<readonly PlacedSource[]> {
  const reader = new SettingsReader(workingDirectory, notes);
  const placed: PlacedSource[] = [];
  for (const source of sources) {
    const { values, folder = '' } = readsSettings ? await reader.of(dirname(source.path)) : NO_SETTINGS;
    const { migrationsFolder } = values;
    const own = migrationsFolder === undefined ? [] : [join(folder, migrationsFolder)];
    placed.push({
      ...source,
      settings: settingsOf(values),
      migrations: migrations.length > 0 ? migrations : own,
    });
  }
  return placed;
}

async function kindOf(path: string): Promise<'file' | 'folder' | { readonly problem: string }> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const reason = reasonOf(error);
    return { problem: reason === 'ENOENT' ? 'does not exist' : `could not be read (${reason})` };
  }
}

interface Workplace {
  readonly workingDirectory: string;
  readonly pool: AnalysisPool;
}

interface SchemaSources extends Workplace {
  readonly statistics: StatisticsFile | undefined;
}

interface Schema {
  readonly key: string;
  readonly files: readonly SchemaFile[];
  readonly summary: SnapshotSummary;
}

/** The schema of each folder; folders of one project share one. */
async function readSchemas(
  { workingDirectory, pool, statistics }: SchemaSources,
  sources: readonly PlacedSource[],
  notes: FileNote[],
): Promise<ReadonlyMap<string, Schema>> {
  const byFolder = new Map<string, Schema>();
  const byKey = new Map<string, Schema>();
  for (const source of sources) {
    const { folder, migrations } = source;
    if (byFolder.has(schemaKey(source))) continue;
    const found = await findSchemaFiles({ folder, migrations, workingDirectory });
    notes.push(...found.notes.filter((note) => !notes.some(({ path }) => path === note.path)));
    let schema = byKey.get(found.key);
    if (schema === undefined) {
      const files = found.files.map(({ path, ...rest }) => ({
        file: displayPath(path, workingDirectory),
        ...rest,
      }));
      const migrations = await pool.setMigrations(found.key, files);
      const summary = statistics === undefined ? migrations : await pool.setStatistics(found.key, statistics);
      schema = { key: found.key, files, summary };
      byKey.set(found.key, schema);
    }
    byFolder.set(schemaKey(source), schema);
  }
  return byFolder;
}

function schemaKey({ folder, migrations }: PlacedSource): string {
  return [folder, ...migrations].join('\n');
}

interface JudgedFile {
  readonly report: FileReport;
  readonly source: CheckedSource;
}

async function judge(
  { pool, workingDirectory }: Workplace,
  { path, named, settings }: PlacedSource,
  snapshotKey: string | undefined,
): Promise<JudgedFile | FileNote> {
  const file = displayPath(path, workingDirectory);
  const source = await readSource(path);
  if (source.kind !== 'text') {
    return { path: file, reason: source.reason, fatal: named || source.kind === 'unreadable' };
  }
  const { text, languageId } = source;
  const otherDatabase = databaseOfPath(file);
  const request: AnalysisRequest = {
    document: {
      file,
      text,
      languageId,
      isTest: !named && isTestFile(file),
      ...(otherDatabase && { otherDatabase }),
    },
    settings,
    ...(snapshotKey !== undefined && { snapshotKey }),
  };
  try {
    const analysis = await pool.analyze(request);
    return { report: { path: file, lines: new LineIndex(text), analysis }, source: { ...request, text } };
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
