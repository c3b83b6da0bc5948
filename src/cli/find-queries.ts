import { DEFAULT_SETTINGS } from '../analyzers/settings';
import { databaseOfPath } from '../analyzers/sources/database-of-path';
import { isTestFile } from '../analyzers/sources/test-file';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import type { AnalysisClient } from '../runtime/analysis-client';
import type { CheckedSource, CheckInput, placeOfCheck, PlacedSource } from './check';
import { displayPath } from './display-path';
import { LineIndex } from './line-index';
import { readSource } from './read-source';
import type { FileNote } from './report';
import { Trouble } from './trouble';

export type PlacedQuery = WorkloadQuery & {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `src/store.ts:12` */
  readonly place: string;
  readonly source: CheckedSource;
};

export interface FoundQueries {
  /** The one schema of all files. */
  readonly key: string;
  readonly queries: readonly PlacedQuery[];
  /** Of a table whose size nobody has said: as the first file's folder has it. */
  readonly assumedRows: number;
  /** Those that could be read. */
  readonly files: readonly string[];
}

/** The queries that a program runs again and again, in the order of the files. Throws Trouble where they are of several projects, or none. */
export async function findQueries(
  { pool, sources, schemas, notes }: Awaited<ReturnType<typeof placeOfCheck>>,
  { workingDirectory }: CheckInput,
): Promise<FoundQueries> {
  const keys = [...new Set(schemas)];
  const [key] = keys;
  if (key === undefined) throw new Trouble('There is no file with queries.');
  if (keys.length > 1) {
    throw new Trouble('These files belong to several projects: name the folder of one, or its --migrations.');
  }
  const queries: PlacedQuery[] = [];
  const files: string[] = [];
  for (const source of sources) {
    const file = displayPath(source.path, workingDirectory);
    const found = await queriesOf(source, file, key, pool.client);
    if ('reason' in found) notes.push(found);
    else {
      files.push(file);
      queries.push(...found.queries);
    }
  }
  const { assumedRows } = sources[0]?.settings ?? DEFAULT_SETTINGS;
  return { key, queries, assumedRows, files };
}

async function queriesOf(
  { path, named, settings }: PlacedSource,
  file: string,
  snapshotKey: string,
  client: AnalysisClient,
): Promise<FileNote | { readonly queries: readonly PlacedQuery[] }> {
  const read = await readSource(path);
  if (read.kind !== 'text') {
    return { path: file, reason: read.reason, fatal: named || read.kind === 'unreadable' };
  }
  const { text, languageId } = read;
  const otherDatabase = databaseOfPath(file);
  const isTest = !named && isTestFile(file);
  const document = { file, text, languageId, isTest, ...(otherDatabase && { otherDatabase }) };
  const request = { document, settings, snapshotKey };
  const { queries } = await client.ask({ kind: 'find-workload', request }, 'workload-found', undefined);
  const lines = new LineIndex(text);
  return {
    queries: queries.map((query) => {
      const { line } = lines.position(query.span.start);
      return { ...query, file, line, place: `${file}:${line}`, source: { ...request, text } };
    }),
  };
}
