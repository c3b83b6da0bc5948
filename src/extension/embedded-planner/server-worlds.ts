import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { SkippedStatement } from '../../postgres/planner';
import type { AnalysisClient } from '../../runtime/analysis-client';
import type { OpenConnection } from '../connected-database';
import type { FolderSchema } from '../folder-schema';
import type { PostgresRoom } from '../load-postgres';

/** What the planner plans in: a schema and its sizes. */
export interface World {
  readonly statements: readonly SchemaStatement[];
  readonly statistics?: StatisticsFile;
  readonly searchPath?: readonly string[];
  readonly leftOut?: readonly SkippedStatement[];
}

export interface WorldPorts {
  readonly client: Pick<AnalysisClient, 'ask'>;
  readonly loadPostgres: () => PostgresRoom;
}

type ServerSchema = Extract<FolderSchema, { kind: 'read' }>;

interface KnownWorld {
  /** Of which reading of the catalogue. */
  readonly stamp: string;
  readonly world: Promise<World>;
  hasFailed: boolean;
}

/** Of one statement, and of all: what nobody has asked for keeps no server busy. */
const STATEMENT_TIMEOUT_MS = 5_000;
const READING_TIMEOUT_MS = 20_000;

/**
 * For each connected database what the planner needs of it, read from its catalogues once for each reading of its schema: the sizes and
 * statistics without a value of a row, and what no snapshot has (labels of enums, bounds of partitions, views).
 */
export class ServerWorlds {
  readonly #known = new Map<string, KnownWorld>();

  constructor(private readonly ports: WorldPorts) {}

  /**
   * Rejects as the reader does.
   *
   * @param isAsked a person waits for it: what has failed before is tried again
   */
  of(connection: OpenConnection, schema: ServerSchema, isAsked: boolean): Promise<World> {
    const { database, readAt } = connection;
    const stamp = String(readAt.getTime());
    const known = this.#known.get(database.id);
    if (known?.stamp === stamp && !(isAsked && known.hasFailed)) return known.world;
    const made: KnownWorld = { stamp, world: this.#read(connection, schema), hasFailed: false };
    made.world.catch(() => (made.hasFailed = true));
    this.#known.set(database.id, made);
    return made.world;
  }

  async #read(
    { database: { reader }, readAt }: OpenConnection,
    { key, summary: { source } }: ServerSchema,
  ): Promise<World> {
    const { client, loadPostgres } = this.ports;
    const { exportStatistics, readSchemaDetails } = loadPostgres();
    const { schemas, tables } = source.kind === 'server' ? source : {};
    const scope = { ...(schemas && { schemas }), ...(tables && { tables }) };
    const signal = AbortSignal.timeout(READING_TIMEOUT_MS);
    const options = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, signal };
    const details = await readSchemaDetails(reader, scope, options);
    const { file: statistics } = await exportStatistics(reader, { scope, readAt, options });
    const { schema } = await client.ask({ kind: 'print-schema', key, details }, 'schema-printed', signal);
    if (!schema) throw new Error('The database is not connected any more.');
    return {
      statements: schema.statements.map((text) => ({ file: '', text })),
      searchPath: schema.searchPath,
      leftOut: schema.leftOut.map(({ what, reason }) => ({ file: '', text: what, reason })),
      statistics,
    };
  }
}
