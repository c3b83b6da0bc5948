import assert from 'node:assert/strict';
import { Client } from 'pg';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { formatMessage } from '../../../src/analyzers/message';
import {
  describeExplainError,
  type ExplainError,
} from '../../../src/postgres/explain/describe-explain-error';
import { explainQuery } from '../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import type { ReadOptions } from '../../../src/postgres/reading/reader';
import { explainable } from '../../unit/analyzers/query/explainable';
import { openClient } from '../reading/open-client';
import { type ExplainedServer, startExplained } from './explained-server';

const SCRIPT = `
  CREATE TYPE kind AS ENUM ('opened', 'closed');
  CREATE TABLE events (event_id bigint PRIMARY KEY, stream_id text, kind kind, created_at timestamptz, amount smallint);
  CREATE TABLE secrets (id int);
  CREATE ROLE reader LOGIN;
  GRANT SELECT ON events TO reader;
  CREATE FUNCTION deletes() RETURNS void LANGUAGE sql AS 'DELETE FROM secrets';
  CREATE FUNCTION lies() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM deletes(); RETURN 1; END';
  CREATE FUNCTION waits() RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(60); RETURN 1; END';`;

interface Failing {
  readonly sql: string;
  readonly values?: readonly (string | null)[];
  readonly limits?: ReadOptions;
  readonly says: RegExp;
  /** What the place in the query has. */
  readonly at?: string;
  readonly parameter?: number;
}

const FAILING: Readonly<Record<string, Failing>> = {
  'a table that the role may not read': {
    sql: 'SELECT * FROM secrets',
    says: /The role may not read this: permission denied for table secrets\. Have it granted/,
  },
  'a table that is missing': {
    sql: "SELECT '🙂', * FROM shop.orders AS o",
    says: /This database does not have what the query names: .*shop\.orders.* Connect to the database/,
    at: 'shop.orders',
  },
  'a column that is missing': {
    sql: 'SELECT e.event_id, e.missing FROM events e',
    says: /does not have what the query names: column e\.missing/,
    at: 'e.missing',
  },
  'a function that is missing': {
    sql: 'SELECT missing(event_id) FROM events',
    says: /no such function or operator for these types: function missing\(bigint\)/,
    at: 'missing',
  },
  'an operator that these types do not have': {
    sql: 'SELECT * FROM events WHERE stream_id = 1',
    says: /no such function or operator .*operator does not exist: text = integer.* Write the type that is meant/,
    at: '=',
  },
  'a place behind a cast that mends': {
    sql: 'SELECT * FROM events WHERE created_at > now() - $1 AND missing = 1',
    says: /column "missing" does not exist/,
    at: 'missing',
  },
  'a value that is no number': {
    sql: 'SELECT * FROM events WHERE stream_id = $1 AND event_id = $2',
    values: ['a', 'b'],
    says: /The value of \$2 is no bigint: invalid input syntax/,
    at: '$2',
    parameter: 2,
  },
  'a value that is no time': {
    sql: 'SELECT * FROM events WHERE created_at > $1',
    values: ['yesterdayish'],
    says: /The value of \$1 is no timestamp with time zone/,
    at: '$1',
    parameter: 1,
  },
  'a value that is too large': {
    sql: 'SELECT * FROM events WHERE amount = $1',
    values: ['100000'],
    says: /The value of \$1 is no smallint: value "100000" is out of range/,
    at: '$1',
    parameter: 1,
  },
  'a value that is no label': {
    sql: 'SELECT * FROM events WHERE kind = $1',
    values: ['lost'],
    says: /The value of \$1 is no kind/,
    at: '$1',
    parameter: 1,
  },
  'a value that is no array': {
    sql: 'SELECT * FROM events WHERE event_id = ANY($1)',
    values: ['1,2'],
    says: /The value of \$1 is no bigint\[\]: malformed array literal/,
    at: '$1',
    parameter: 1,
  },
  'a constant that is no number': {
    sql: "SELECT * FROM events WHERE event_id = 'a'",
    says: /The server refused: invalid input syntax for type bigint/,
    at: "'a'",
  },
  'a time limit': {
    sql: 'SELECT * FROM events WHERE event_id = waits()',
    limits: { statementTimeoutMs: 300 },
    says: /did not finish within 0\.3 seconds/,
  },
  'a function that writes while it is planned': {
    sql: 'SELECT * FROM events WHERE event_id = lies()',
    says: /would write or lock rows \(cannot execute DELETE in a read-only transaction\)/,
  },
};

for (const alias of everyServer()) {
  describe(`What a plan is refused with (${alias})`, function () {
    this.timeout(60_000);
    let explained: ExplainedServer;
    let asReader: ServerConnection;

    before(async () => {
      explained = await startExplained(alias, SCRIPT);
      const connectionString = explained.connectionString.replace('postgres@', 'reader@');
      asReader = new ServerConnection(openClient({ connectionString }));
    });

    after(async () => {
      await asReader.dispose();
      await explained.stop();
    });

    async function failureOf({ sql, values = [], limits = {} }: Failing): Promise<ExplainError> {
      const query = await explainable(sql);
      try {
        const inferred = await inferParameters(asReader, query, limits);
        await explainQuery(asReader, inferred, values, limits);
      } catch (error) {
        return describeExplainError(error, query);
      }
      throw new Error('It was not refused.');
    }

    for (const [what, failing] of Object.entries(FAILING)) {
      it(`is told with its place: ${what}`, async () => {
        const { message, span, parameter } = await failureOf(failing);
        assert.match(formatMessage(message), failing.says);
        assert.equal(span && failing.sql.slice(span.start, span.end), failing.at);
        assert.equal(parameter, failing.parameter);
      });
    }

    it('is told when a table is locked', async () => {
      const holder = new Client({ connectionString: explained.connectionString });
      await holder.connect();
      await holder.query('BEGIN; LOCK TABLE events');
      try {
        const { message } = await failureOf({
          sql: 'SELECT * FROM events',
          limits: { lockTimeoutMs: 50 },
          says: /locked/,
        });
        assert.match(formatMessage(message), /A table is locked/);
      } finally {
        await holder.end();
      }
    });

    it('says what the reading says where it was no statement that failed', async () => {
      const { message } = describeExplainError(new Error('x'), await explainable('SELECT 1'));
      assert.equal(formatMessage(message), 'The reading failed: x');
    });
  });
}
