import type * as vscode from 'vscode';
import type {
  MaintenanceAnswers,
  MaintenanceQuestion,
} from '../../analyzers/maintenance/maintenance-question';
import type { DdlProposal } from '../../analyzers/finding';
import type { ConnectedDatabase } from '../connected-database';
import type { PostgresRoom } from '../load-postgres';
import type { Log } from '../log';
import type { IndexUsesPort } from '../uses-of-index';

/** What maintenance needs of the other features. */
export interface MaintenancePorts {
  /** Those that are connected now. */
  readonly databases: () => readonly ConnectedDatabase[];
  readonly onDidChangeDatabases: vscode.Event<void>;
  /** Connected after a question, where none is yet. */
  readonly connect: () => Promise<ConnectedDatabase | undefined>;
  /** Reads the schema of a database again, where it is still connected. */
  readonly readAgain: (connectionId: string) => Promise<void>;
  readonly ask: <K extends MaintenanceQuestion['kind']>(
    database: ConnectedDatabase,
    question: Extract<MaintenanceQuestion, { kind: K }>,
  ) => Promise<MaintenanceAnswers[K]>;
  /** A new migration of the folder, or a document where it has none that show how. */
  readonly writeMigration: (database: ConnectedDatabase, proposal: DdlProposal) => Promise<void>;
  /** Which queries of the workspace would notice. */
  readonly uses: Pick<IndexUsesPort, 'rehearseDrop'>;
  readonly loadPostgres: () => PostgresRoom;
  readonly log: Log;
}
