import type { ExplainRequest } from './protocol';

/** What the log says that a request is about. */
export function subjectOfExplain({ request }: ExplainRequest): string {
  return request.document.file;
}
