import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import type { ServerAlias } from '../../../scripts/servers/postgres-binaries.mjs';
import { type InferredQuery } from '../../../src/postgres/explain/inferred-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { explainable } from '../../unit/analyzers/query/explainable';
import { openClient } from '../reading/open-client';

/** A server with a database of its own, its owner, and the read door to it. */
export interface ExplainedServer {
  readonly server: EmbeddedPostgres;
  readonly connectionString: string;
  readonly owner: Client;
  readonly connection: ServerConnection;
  infer(sql: string): Promise<InferredQuery>;
  stop(): Promise<void>;
}

export async function startExplained(alias: ServerAlias, script: string): Promise<ExplainedServer> {
  const server = await startPostgres(alias);
  const connectionString = await server.createDatabase('explained');
  const owner = new Client({ connectionString });
  await owner.connect();
  await owner.query(script);
  const connection = new ServerConnection(openClient({ connectionString }));
  return {
    server,
    connectionString,
    owner,
    connection,
    async infer(sql) {
      return inferParameters(connection, await explainable(sql));
    },
    async stop() {
      await connection.dispose();
      await owner.end();
      await server.stop();
    },
  };
}
