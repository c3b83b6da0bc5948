import type * as vscode from 'vscode';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { ConnectedDatabase, OpenConnection } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';
import type { WantingPlace } from './missing-indexes';
import type { UsersPorts } from './known-users';

/** What the tree asks: it changes nothing. */
export interface TreeConnection extends Omit<OpenConnection, 'database'> {
  readonly database: Pick<ConnectedDatabase, 'id' | 'name' | 'role' | 'target' | 'serverVersion' | 'reader'>;
}

export interface TreePorts extends UsersPorts {
  readonly connections: () => readonly TreeConnection[];
  readonly onDidChangeConnections: vscode.Event<void>;
  /** Findings of the files below a folder, by the key of its schema. */
  readonly wantingPlaces: (schemaKey: string) => readonly WantingPlace[];
  readonly onDidChangeFindings: vscode.Event<void>;
  /** What `usesOf` has answered may be true no more. */
  readonly onDidChangeUses: vscode.Event<void>;
  readonly client: Pick<AnalysisClient, 'askDatabase'>;
  readonly loadPostgres: () => PostgresRoom;
  readonly workspaceState: vscode.Memento;
}
