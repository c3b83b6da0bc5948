import type * as vscode from 'vscode';
import { mayHoldSql } from '../../analyzers/sources/may-hold-sql';
import type { WorkloadQuery } from '../../analyzers/workload/find-workload';
import { AnalysisError } from '../../runtime/analysis-error';
import { TextPositions } from '../positions';
import { findQueryFiles, readQueryFile } from '../query-files';
import { relativePath } from '../workspace-files';
import type { TuningPorts } from './tuning-ports';

/** Where the code has it. */
export interface QueryPlace {
  readonly uri: vscode.Uri;
  /** From 1. */
  readonly line: number;
}

export interface FoundQueries {
  readonly queries: readonly (WorkloadQuery & { readonly place: string })[];
  /** By the `place` of a query: `src/events.ts:12`. */
  readonly places: ReadonlyMap<string, QueryPlace>;
  /** Relative to the folder. */
  readonly unread: readonly string[];
}

/** All queries of a folder, read one file after another in the order of their names; the worker does the reading. Rejects with the signal's reason. */
export async function findQueries(
  folder: vscode.WorkspaceFolder,
  { judge, log }: Pick<TuningPorts, 'judge' | 'log'>,
  { signal, onFile }: { readonly signal: AbortSignal; readonly onFile: (path: string) => void },
): Promise<FoundQueries> {
  const queries: (WorkloadQuery & { readonly place: string })[] = [];
  const places = new Map<string, QueryPlace>();
  const unread: string[] = [];
  for (const uri of await findQueryFiles(folder)) {
    signal.throwIfAborted();
    const path = relativePath(folder, uri);
    onFile(path);
    const source = await readQueryFile(uri);
    if (source === undefined) unread.push(path);
    if (source === undefined || !mayHoldSql(source.languageId, source.text)) continue;
    try {
      const positions = new TextPositions(source.text);
      for (const query of await judge.findWorkload(source, signal)) {
        const line = positions.range(query.span).start.line + 1;
        const place = `${path}:${line}`;
        places.set(place, { uri, line });
        queries.push({ ...query, place });
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AnalysisError)) throw error;
      log.error(`${uri.toString()}: its queries could not be read`, error);
      unread.push(path);
    }
  }
  return { queries, places, unread };
}
