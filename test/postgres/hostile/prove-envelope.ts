import assert from 'node:assert/strict';
import { Client, DatabaseError } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { analyze, DEFAULT_SETTINGS, EMPTY_SNAPSHOT } from '../../../src/analyzers';
import { findSqlFragments } from '../../../src/analyzers/sources/sql-document';
import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import { readCatalog } from '../../../src/postgres/catalog/read-catalog';
import { readExplainableText } from '../../../src/analyzers/query/read-explainable-text';
import { explainQuery } from '../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { ExplainFailure } from '../../../src/postgres/explain/explain-failure';
import type { InferredQuery } from '../../../src/postgres/explain/inferred-query';
import { RunRefused, runQuery } from '../../../src/postgres/explain/run-query';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { openClient } from '../reading/open-client';
import { hostileDocuments, victimsSql } from './documents';
import { describeTraces, describeWorld } from './world';

/** Far below the minute that some documents want to take. */
const LIMITS = { statementTimeoutMs: 1_000, lockTimeoutMs: 100 };
/** Of the door's own session: what a document could leave there for the next. */
const SESSION = `
  SELECT (SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings WHERE source = 'session') AS settings,
         (SELECT count(*)::int FROM pg_listening_channels()) AS channels,
         (SELECT count(*)::int FROM pg_prepared_statements WHERE name <> '') AS statements,
         (SELECT count(*)::int FROM pg_cursors WHERE is_holdable) AS cursors,
         (SELECT count(*)::int FROM pg_class WHERE relpersistence = 't') AS temporary,
         current_user AS role`;

/** A test for each document. Each server has a file of its own, so that two processes can prove at once. */
export function proveEnvelopeOn(alias: string | undefined): void {
  assert.ok(alias);
  describe(`A document that means harm (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let connection: ServerConnection;
    let feeder: SqlFeeder;
    /** A superuser, who sees everything; holds what the documents wait for. */
    let holder: Client;
    let observer: Client;
    let before_: { readonly world: unknown; readonly session: unknown };

    before(async () => {
      feeder = await libpgFeeder();
      server = await startPostgres(alias, { settings: { max_prepared_transactions: 2 } });
      const admin = await connect(server.connectionString);
      await admin.query('CREATE ROLE app LOGIN');
      await admin.query('CREATE DATABASE hostile OWNER app');
      // As an old application may want it: a backslash then moves the end of a string.
      await admin.query('ALTER ROLE app SET standard_conforming_strings = off');
      await admin.end();
      const asSuperuser = server.connectionStringFor('hostile');
      const asOwner = asSuperuser.replace('postgres@', 'app@');
      const owner = await connect(asOwner);
      await owner.query(victimsSql());
      await owner.end();
      holder = await connect(asSuperuser);
      observer = await connect(asSuperuser);
      await holder.query('BEGIN; LOCK TABLE held, parted_held_1; SELECT pg_advisory_xact_lock(8)');
      connection = new ServerConnection(openClient({ connectionString: asOwner }));
      before_ = { world: await describeWorld(observer, server), session: await connection.read(SESSION) };
    });

    after(async () => {
      await connection.dispose();
      await holder.end();
      await observer.end();
      await server.stop();
    });

    afterEach(async () => {
      assert.deepEqual(await describeTraces(observer), []);
      assert.deepEqual(await connection.read(SESSION), before_.session);
      assert.deepEqual(await describeWorld(observer, server), before_.world);
    });

    it('finds its own tables while some of them are locked against everybody', async () => {
      const options = { lockTimeoutMs: LIMITS.lockTimeoutMs };
      const { relations } = await readCatalog(connection, {
        target: 'hostile',
        readAt: new Date(0),
        options,
      });
      assert.ok(relations.some(({ relname }) => relname === 'held'));
    });

    async function infer(text: string): Promise<InferredQuery | undefined> {
      const read = readExplainableText(text, feeder);
      if (read.kind === 'refused') return undefined;
      const query = { text: read.text, kind: read.statement.kind, parameters: [], isNamed: false };
      return inferParameters(connection, query, LIMITS);
    }

    /** `refused`, `planned`, or the server's SQLSTATE. */
    function explainText(text: string): Promise<string> {
      return endOf(
        infer(text).then((inferred) => inferred && explainQuery(connection, inferred, [], LIMITS)),
      );
    }

    /** With every consent, and as if the text itself said nothing against it. */
    function runText(text: string): Promise<string> {
      return endOf(
        infer(text).then(
          (inferred) =>
            inferred &&
            runQuery(
              connection,
              inferred,
              { text: inferred.query.text, values: [], statementTimeoutMs: LIMITS.statementTimeoutMs },
              { lockTimeoutMs: LIMITS.lockTimeoutMs },
            ),
        ),
      );
    }

    for (const { topic, wants, ends, text } of hostileDocuments()) {
      it(`of ${topic} does not get ${wants}`, async () => {
        analyze({
          document: { file: 'hostile.sql', languageId: 'sql', text },
          snapshot: EMPTY_SNAPSHOT,
          settings: { ...DEFAULT_SETTINGS, today: '2026-02-01' },
          feeder,
        });
        const end = await explainText(text);
        assert.ok(ends.includes(end), `${end} instead of ${ends.join(' or ')}`);
        // As the editor would: statement by statement.
        for (const fragment of findSqlFragments({ languageId: 'sql', text }).slice(0, 20))
          await explainText(fragment.text);
        await runText(text);
        // And as if the grammar had been deceived.
        if (topic === 'large') return;
        await endOf(connection.read(`EXPLAIN (FORMAT JSON) ${text}`, [], LIMITS));
        await endOf(connection.read(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [], LIMITS));
      });
    }
  });
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function endOf(reading: Promise<unknown>): Promise<string> {
  try {
    return (await reading) === undefined ? 'refused' : 'planned';
  } catch (error) {
    if (error instanceof RunRefused) return 'refused';
    const cause = error instanceof ExplainFailure ? error.cause : error;
    if (cause instanceof DatabaseError && cause.code !== undefined) return cause.code;
    throw error;
  }
}
