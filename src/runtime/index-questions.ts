import type { QueryUse } from '../analyzers/index-uses';
import type { IndexDuties } from '../analyzers/indexes/index-duties';
import type { QueryIndexes } from '../analyzers/query-indexes';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import type { AnalysisClient } from './analysis-client';
import type { AnalysisRequest, DutiesRequest, QueryRequest } from './protocol';
import { saysNothing } from './says-nothing';

/** The queries of a document that an index serves. */
export async function findIndexUses(
  client: AnalysisClient,
  request: AnalysisRequest,
  signal?: AbortSignal,
): Promise<readonly QueryUse[]> {
  if (saysNothing(request.document)) return [];
  return (await client.ask({ kind: 'find-index-uses', request }, 'index-uses-found', signal)).queries;
}

/** The queries of a document that its program runs again and again. */
export async function findWorkload(
  client: AnalysisClient,
  request: AnalysisRequest,
  signal?: AbortSignal,
): Promise<readonly WorkloadQuery[]> {
  if (saysNothing(request.document)) return [];
  return (await client.ask({ kind: 'find-workload', request }, 'workload-found', signal)).queries;
}

/** The query at an offset of a document, and what the indexes of its tables do for it. */
export async function findQueryIndexes(
  client: AnalysisClient,
  request: QueryRequest,
  signal?: AbortSignal,
): Promise<QueryIndexes> {
  return (await client.ask({ kind: 'find-query-indexes', request }, 'query-indexes-found', signal)).found;
}

/** What an index is for beside queries. `undefined`: the schema has no such index. */
export async function findDuties(
  client: AnalysisClient,
  request: DutiesRequest,
  signal?: AbortSignal,
): Promise<IndexDuties | undefined> {
  return (await client.ask({ kind: 'find-duties', request }, 'duties-found', signal)).duties;
}
