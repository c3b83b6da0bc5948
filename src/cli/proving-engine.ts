import type { ProvingEngine } from '../postgres/hypothetical/proving-engine';
import type { AnalysisClient } from '../runtime/analysis-client';
import type { QueryRequest } from '../runtime/protocol';
import type { CheckedSource } from './check';

/** The worker, asked about files that a check has judged, or about what they would be with a fix in them. */
export function engineOf(client: AnalysisClient): ProvingEngine<CheckedSource> {
  return {
    findQuery: (source, offset, signal) => client.findQuery(requestOf(source, offset), signal),
    judgePlans: (source, offset, plans, signal) =>
      client.judgePlans({ plans, query: requestOf(source, offset) }, signal),
    judgeTrial: (source, offset, trial, signal) =>
      client.judgeTrial({ trial, query: requestOf(source, offset) }, signal),
  };
}

function requestOf({ text, document, settings, snapshotKey }: CheckedSource, offset: number): QueryRequest {
  return {
    document: { ...document, text },
    settings,
    ...(snapshotKey !== undefined && { snapshotKey }),
    offset,
  };
}
