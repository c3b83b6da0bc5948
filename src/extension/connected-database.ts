import type { ConnectionRole } from '../postgres/connection/connection-setting';
import type { Reader } from '../postgres/reading/reader';

/** A database that a person has connected, for whoever has something to ask it. */
export interface ConnectedDatabase {
  /** Of the connection: unique within the window. */
  readonly id: string;
  /** As the settings have it. */
  readonly name: string;
  readonly role: ConnectionRole;
  /** `user@host:port/database` */
  readonly target: string;
  /** As the server writes it: `18.4`. */
  readonly serverVersion: string;
  readonly reader: Reader;
}
