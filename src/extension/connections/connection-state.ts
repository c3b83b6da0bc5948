import type { ConnectionProblem } from '../../postgres/connection/connection-problem';
import type { ConnectionRole } from '../../postgres/connection/connection-setting';
import type { ProbedServer } from '../../postgres/probe-server';
import type { Target } from '../../postgres/connection/target';

/** What a connection of a folder is in at this moment. */
export type ConnectionState =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly target: Target; readonly reading: Reading }
  /** `target` where it was known before it failed. */
  | { readonly kind: 'failed'; readonly problem: ConnectionProblem; readonly target?: Target };

/** What was read of the database, and when. */
export interface Reading {
  readonly server: ProbedServer;
  readonly readAt: Date;
  readonly tables: number;
  readonly indexes: number;
  /** The link was lost since: what is known is of before. */
  readonly lost?: ConnectionProblem;
}

/** What a person sees of a connection. */
export interface ShownConnection {
  readonly name: string;
  readonly role: ConnectionRole;
  /** Its folder's queries are judged by it. */
  readonly isSelected: boolean;
  readonly state: ConnectionState;
}
