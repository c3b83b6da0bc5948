import type * as vscode from 'vscode';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { ConnectedDatabase } from '../connected-database';
import type { Judge, SchemaOfFolder } from '../judge';
import type { PostgresRoom } from '../load-postgres';
import type { Log } from '../log';

export interface TuningPorts {
  readonly judge: Judge;
  readonly client: Pick<AnalysisClient, 'ask'>;
  readonly schemas: SchemaOfFolder;
  readonly loadPostgres: () => PostgresRoom;
  /** Absent: none is connected. */
  readonly databaseOf: (folder: vscode.WorkspaceFolder) => ConnectedDatabase | undefined;
  /** Absolute path of the planner's bundle. */
  readonly programFile: string;
  /** A folder of this extension's, which may be emptied at any time. */
  readonly cacheFolder: string;
  readonly log: Log;
}
