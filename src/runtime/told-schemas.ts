import type { WorkerRequest } from './protocol';

export type SchemaRequest = Extract<
  WorkerRequest,
  { kind: 'set-migrations' | 'set-catalog' | 'set-statistics' }
>;

export function isSchemaRequest(request: WorkerRequest): request is SchemaRequest {
  return request.kind.startsWith('set-');
}

/** A newer telling takes the place of an older one of the same subject; migrations, server and statistics of one key are three. */
export function subjectOf({ kind, key }: SchemaRequest): string {
  switch (kind) {
    case 'set-migrations':
      return key;
    case 'set-catalog':
      return `${key} (server)`;
    case 'set-statistics':
      return `${key} (statistics)`;
  }
}

/** What a new worker must be told before anything else. */
export class ToldSchemas {
  readonly #requests = new Map<string, SchemaRequest>();

  tell(request: SchemaRequest): void {
    if (saysSomething(request)) this.#requests.set(subjectOf(request), request);
    else this.#requests.delete(subjectOf(request));
  }

  /** Unless something newer has been told of the subject. */
  forget(request: SchemaRequest): void {
    const told = this.#requests.get(subjectOf(request));
    if (told && contentOf(told) === contentOf(request)) this.#requests.delete(subjectOf(request));
  }

  all(): readonly SchemaRequest[] {
    return [...this.#requests.values()];
  }
}

function contentOf(request: SchemaRequest): unknown {
  switch (request.kind) {
    case 'set-migrations':
      return request.files;
    case 'set-catalog':
      return request.rows;
    case 'set-statistics':
      return request.statistics;
  }
}

function saysSomething(request: SchemaRequest): boolean {
  return request.kind === 'set-migrations' ? request.files.length > 0 : contentOf(request) !== undefined;
}
