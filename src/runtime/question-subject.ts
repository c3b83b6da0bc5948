import type { ExplainRequest, MaintenanceRequest } from './protocol';

/** What the log says that a request is about. */
export function subjectOfQuestion(request: ExplainRequest | MaintenanceRequest): string {
  if (request.kind === 'ask-maintenance') return `maintenance (${request.question.kind})`;
  if (request.kind === 'find-query') return request.request.document.file;
  if (request.kind === 'judge-trial') return `a proposal for ${request.request.query.document.file}`;
  const { query } = request.request;
  return query === undefined ? 'a plan' : `a plan of ${query.document.file}`;
}
