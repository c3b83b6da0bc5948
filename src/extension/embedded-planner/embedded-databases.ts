import * as vscode from 'vscode';
import type { EmbeddedPlanner } from '../../postgres/embedded/embedded-planner';
import type { OpenConnection } from '../connected-database';
import type { FolderSchema } from '../folder-schema';
import type { PostgresRoom } from '../load-postgres';
import type { PlanningDatabase } from '../planning-database';
import { readSettings } from '../settings';
import { ServerWorlds, type World, type WorldPorts } from './server-worlds';

export interface EmbeddedPorts extends WorldPorts {
  readonly schemaOf: (folder: vscode.WorkspaceFolder) => Promise<FolderSchema>;
  /** Absolute path of the planner's bundle. */
  readonly programFile: string;
  /** A folder of this extension's, which may be emptied at any time. */
  readonly cacheFolder: string;
}

interface OpenPlanner {
  /** To see whether they are still the same. */
  readonly world: World;
  readonly assumedRows: number;
  readonly planner: EmbeddedPlanner;
}

/** A schema with more would take the planner minutes to make, and half a gigabyte. */
const MOST_TABLES = 2000;

/** For each folder a planner of its own, made of its migrations or of a connected database. Starts nothing before it is asked. */
export class EmbeddedDatabases {
  readonly #open = new Map<string, OpenPlanner>();
  readonly #servers: ServerWorlds;

  constructor(private readonly ports: EmbeddedPorts) {
    this.#servers = new ServerWorlds(ports);
  }

  /** Rejects with a PlannerUnavailable, or with the signal's reason. */
  async databaseOf(
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ): Promise<PlanningDatabase | 'no-migrations'> {
    const schema = await this.ports.schemaOf(folder);
    if (schema.kind !== 'read' || schema.paths.length === 0) return 'no-migrations';
    const { key, statistics } = schema;
    const question = { kind: 'list-schema-statements', key } as const;
    const { statements } = await this.ports.client.ask(question, 'schema-statements', signal);
    const world = { statements, ...(statistics && { statistics }) };
    return this.#databaseIn(world, 'migrations', folder, signal);
  }

  /**
   * Plans for a connected database without asking it for a plan. `undefined`: it has too many tables, or its schema is not read. Rejects as
   * `databaseOf`, or with what the database says.
   *
   * @param isAsked a person waits for it
   */
  async databaseOfServer(
    connection: OpenConnection,
    isAsked: boolean,
    signal: AbortSignal,
  ): Promise<PlanningDatabase | undefined> {
    const { folder } = connection.database;
    const schema = await this.ports.schemaOf(folder);
    if (schema.kind !== 'read' || schema.summary.source.kind !== 'server') return undefined;
    if (schema.summary.tables > MOST_TABLES) return undefined;
    const world = await this.#servers.of(connection, schema, isAsked);
    signal.throwIfAborted();
    return this.#databaseIn(world, 'database', folder, signal);
  }

  dispose(): void {
    for (const { planner } of this.#open.values()) void planner.dispose();
    this.#open.clear();
  }

  async #databaseIn(
    world: World,
    origin: 'migrations' | 'database',
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ): Promise<PlanningDatabase> {
    const postgres = this.ports.loadPostgres();
    const { assumedRows } = readSettings(folder.uri).analysis;
    const planner = this.#plannerIn(world, assumedRows, folder, postgres);
    const facts = await planner.facts({ signal });
    return {
      id: `embedded ${folder.uri.toString()}`,
      name: vscode.l10n.t('the embedded planner'),
      role: 'development',
      target: facts.name,
      serverVersion: postgres.versionText(facts.versionNumber),
      reader: new postgres.EmbeddedReader(planner),
      remarks: postgres.describePlanner(facts, world.statistics, assumedRows, origin),
    };
  }

  #plannerIn(
    world: World,
    assumedRows: number,
    folder: vscode.WorkspaceFolder,
    { EmbeddedPlanner, assumedSizes }: PostgresRoom,
  ): EmbeddedPlanner {
    const key = folder.uri.toString();
    const known = this.#open.get(key);
    if (known?.assumedRows === assumedRows && isSame(known.world, world)) return known.planner;
    void known?.planner.dispose();
    const { programFile, cacheFolder } = this.ports;
    const planner = new EmbeddedPlanner({
      programFile,
      cacheFolder,
      world: { ...world, assumed: assumedSizes(assumedRows) },
    });
    this.#open.set(key, { world, assumedRows, planner });
    return planner;
  }
}

function isSame(
  { statements, statistics }: World,
  { statements: others, statistics: figures }: World,
): boolean {
  return (
    statistics === figures &&
    statements.length === others.length &&
    statements.every(({ file, text }, index) => file === others[index]?.file && text === others[index].text)
  );
}
