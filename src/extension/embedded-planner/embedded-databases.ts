import * as vscode from 'vscode';
import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { EmbeddedPlanner } from '../../postgres/embedded/embedded-planner';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { FolderSchema } from '../folder-schema';
import type { PostgresRoom } from '../load-postgres';
import type { PlanningDatabase } from '../planning-database';

export interface EmbeddedPorts {
  readonly client: Pick<AnalysisClient, 'ask'>;
  readonly schemaOf: (folder: vscode.WorkspaceFolder) => Promise<FolderSchema>;
  readonly loadPostgres: () => PostgresRoom;
  /** Absolute path of the planner's bundle. */
  readonly programFile: string;
  /** A folder of this extension's, which may be emptied at any time. */
  readonly cacheFolder: string;
}

interface OpenPlanner {
  /** The planner's world, to see whether it is still the same. */
  readonly statements: readonly SchemaStatement[];
  readonly statistics: StatisticsFile | undefined;
  readonly planner: EmbeddedPlanner;
}

/** For each folder without a connection a planner of its own, made of its migrations. Starts nothing before it is asked. */
export class EmbeddedDatabases {
  readonly #open = new Map<string, OpenPlanner>();

  constructor(private readonly ports: EmbeddedPorts) {}

  /** Rejects with a PlannerUnavailable, or with the signal's reason. */
  async databaseOf(
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ): Promise<PlanningDatabase | 'no-migrations'> {
    const schema = await this.ports.schemaOf(folder);
    if (schema.kind !== 'read' || schema.paths.length === 0) return 'no-migrations';
    const postgres = this.ports.loadPostgres();
    const { planner } = await this.#plannerOf(folder, schema, postgres, signal);
    const facts = await planner.facts({ signal });
    const remarks = postgres.describePlanner(facts, schema.statistics, postgres.DEFAULT_ASSUMED.rows);
    return {
      id: `embedded ${folder.uri.toString()}`,
      name: vscode.l10n.t('the embedded planner'),
      role: 'development',
      target: facts.name,
      serverVersion: postgres.versionText(facts.versionNumber),
      reader: new postgres.EmbeddedReader(planner),
      remarks,
    };
  }

  dispose(): void {
    for (const { planner } of this.#open.values()) void planner.dispose();
    this.#open.clear();
  }

  async #plannerOf(
    folder: vscode.WorkspaceFolder,
    schema: Extract<FolderSchema, { kind: 'read' }>,
    { EmbeddedPlanner, DEFAULT_ASSUMED }: PostgresRoom,
    signal: AbortSignal,
  ): Promise<OpenPlanner> {
    const { statistics } = schema;
    const question = { kind: 'list-schema-statements', key: schema.key } as const;
    const { statements } = await this.ports.client.ask(question, 'schema-statements', signal);
    const key = folder.uri.toString();
    const known = this.#open.get(key);
    if (known?.statistics === statistics && known && isSame(known.statements, statements)) return known;
    void known?.planner.dispose();
    const { programFile, cacheFolder } = this.ports;
    const world = { statements, ...(statistics && { statistics }), assumed: DEFAULT_ASSUMED };
    const open = {
      statements,
      statistics,
      planner: new EmbeddedPlanner({ programFile, cacheFolder, world }),
    };
    this.#open.set(key, open);
    return open;
  }
}

function isSame(some: readonly SchemaStatement[], others: readonly SchemaStatement[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ file, text }, index) => file === others[index]?.file && text === others[index].text)
  );
}
