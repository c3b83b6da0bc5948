import type { WorkerRequest } from './protocol';

export type SchemaRequest = Extract<WorkerRequest, { kind: 'set-migrations' | 'set-catalog' }>;

export function isSchemaRequest(request: WorkerRequest): request is SchemaRequest {
  return request.kind === 'set-migrations' || request.kind === 'set-catalog';
}

/** A newer telling takes the place of an older one of the same subject; migrations and server of one key are two. */
export function subjectOf({ kind, key }: SchemaRequest): string {
  return kind === 'set-migrations' ? key : `${key} (server)`;
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
  return request.kind === 'set-migrations' ? request.files : request.rows;
}

function saysSomething(request: SchemaRequest): boolean {
  return request.kind === 'set-migrations' ? request.files.length > 0 : request.rows !== undefined;
}
