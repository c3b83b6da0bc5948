import type { DatabaseRequest, ExplainRequest, IndexRequest, MaintenanceRequest } from './protocol';

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

/** What is asked once: of a document, a plan, a schema. */
export type Question = Unnumbered<DatabaseRequest | ExplainRequest | IndexRequest | MaintenanceRequest>;

/** What the log says that a request is about. */
export function subjectOfQuestion(request: Question): string {
  switch (request.kind) {
    case 'find-query':
    case 'find-index-uses':
    case 'find-query-indexes':
    case 'find-workload':
      return request.request.document.file;
    case 'find-duties':
      return `the index ${request.request.index}`;
    case 'ask-database':
      return `the database of ${request.key} (${request.question.kind})`;
    case 'ask-maintenance':
      return `maintenance (${request.question.kind})`;
    case 'get-snapshot':
      return `the schema of ${request.key}`;
    case 'list-schema-statements':
      return `the migrations of ${request.key}`;
    case 'print-schema':
      return `the schema of the database of ${request.key}`;
    case 'judge-trial':
      return `a proposal for ${request.request.query.document.file}`;
    case 'judge-plans': {
      const { query } = request.request;
      return query === undefined ? 'a plan' : `a plan of ${query.document.file}`;
    }
  }
}
