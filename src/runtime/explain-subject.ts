import type { ExplainRequest } from './protocol';

/** What the log says that a request is about. */
export function subjectOfExplain(request: ExplainRequest): string {
  if (request.kind === 'find-query') return request.request.document.file;
  if (request.kind === 'judge-trial') return `a proposal for ${request.request.query.document.file}`;
  const { query } = request.request;
  return query === undefined ? 'a plan' : `a plan of ${query.document.file}`;
}
