import type * as vscode from 'vscode';
import type { ConnectionRole } from '../postgres/connection/connection-setting';
import type { DdlDoor } from '../postgres/ddl/ddl-door';
import type { Reader } from '../postgres/reading/reader';

/** A database that a person has connected, for whoever has something to ask it. */
export interface ConnectedDatabase {
  /** Of the connection: unique within the window. */
  readonly id: string;
  /** Whose queries are judged by it. */
  readonly folder: vscode.WorkspaceFolder;
  /** As the settings have it. */
  readonly name: string;
  readonly role: ConnectionRole;
  /** As the server calls it. */
  readonly database: string;
  /** `user@host:port/database` */
  readonly target: string;
  /** As the server writes it: `18.4`. */
  readonly serverVersion: string;
  readonly reader: Reader;
  /** What changes it. Opens no connection before an action is run. */
  readonly ddl: DdlDoor;
}

/** A connection that is open, with what was read through it. */
export interface OpenConnection {
  readonly database: ConnectedDatabase;
  /** What the worker knows its catalogue by. */
  readonly schemaKey: string;
  /** When its catalogue was read. */
  readonly readAt: Date;
  /** Reads the catalogue again and asks nobody anything. Never rejects: how it went is the state of the connection. */
  readonly readAgain: () => Promise<unknown>;
}
