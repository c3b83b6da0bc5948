import assert from 'node:assert/strict';
import { Client, DatabaseError } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { oldestAndNewestServer } from '../../scripts/servers/postgres-binaries.mjs';
import { nonImmutablePart } from '../../src/analyzers/indexes/immutability';
import { readExpression } from '../unit/analyzers/read-statement';
import { schemaFrom, tableNamed } from '../unit/analyzers/schema-from';

const SCHEMA = `
  CREATE TYPE state AS ENUM ('open', 'closed');
  CREATE SEQUENCE numbers;
  CREATE TABLE t (
    n integer, name text, code varchar(10), flag boolean, amount numeric, ratio double precision, created_at timestamptz,
    local_time timestamp, created_on date, took interval, data jsonb, tags text[], owner uuid, state state, price money
  );
  CREATE FUNCTION own_immutable(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END';
  CREATE FUNCTION own_stable(integer) RETURNS integer LANGUAGE plpgsql STABLE AS 'BEGIN RETURN $1; END';
  CREATE FUNCTION own_default(integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN $1; END';
  CREATE FUNCTION own_inlined(integer) RETURNS integer LANGUAGE sql STABLE AS 'SELECT $1 + 1';`;

/** Predicates by what both the server and we say of them. */
const REFUSED: readonly string[] = [
  'created_at > now()',
  "created_at > now() - interval '30 days'",
  'created_at > current_timestamp',
  'created_on > current_date',
  'local_time > localtimestamp',
  'created_at > statement_timestamp()',
  'created_at > transaction_timestamp()',
  'created_at > clock_timestamp()',
  'name = timeofday()',
  "name IS NOT NULL AND created_at > now() - interval '30 days'",
  'NOT (created_at < now())',
  'CASE WHEN created_at > now() THEN true END',
  'n IN (1, extract(year FROM now()))',
  "created_at > '2024-01-01'::date",
  "created_at > '2024-01-01'::timestamp",
  "created_on > '2024-01-01'::timestamptz",
  "local_time > '2024-01-01'::timestamptz",
  'local_time > created_at',
  'created_on = created_at',
  "created_at BETWEEN '2024-01-01'::date AND '2024-02-01'::date",
  "created_at IN ('2024-01-01'::date)",
  "created_at = ANY (ARRAY['2024-01-01'::date])",
  "created_at::date = '2024-01-01'",
  "created_at::timestamp > '2024-01-01'",
  "created_at::time > '10:00'",
  "created_at::text = 'x'",
  "created_on::text = 'x'",
  "local_time::text = 'x'",
  "tags::text = 'x'",
  "local_time::timestamptz > '2024-01-01'",
  "created_on::timestamptz > '2024-01-01'",
  "name::date > '2024-01-01'",
  "name::timestamptz > '2024-01-01'",
  "name::interval > '1 day'",
  'name::text[] = tags',
  "(data ->> 'at')::timestamptz > '2024-01-01'",
  "(data #>> '{a}')::timestamp > '2024-01-01'",
  "date_trunc('day', created_at) > '2024-01-01'",
  "date_trunc('day', created_on) > '2024-01-01'",
  'extract(year FROM created_at) = 2024',
  "date_part('year', created_at) = 2024",
  "date(created_at) = '2024-01-01'",
  "to_char(created_at, 'YYYY') = '2024'",
  "to_char(n, '999') = '1'",
  "to_date(name, 'YYYY') > '2024-01-01'",
  "to_timestamp(name, 'YYYY') > '2024-01-01'",
  "to_number(name, '99') > 1",
  "age(created_at) > '1 day'",
  "created_at + interval '1 day' > '2024-01-01'",
  "created_at - took > '2024-01-01'",
  "created_at - local_time > interval '1 day'",
  'random() > 0.5',
  'gen_random_uuid() = owner',
  'name = current_user',
  "name = current_setting('x')",
  'name = current_schema()',
  "n > nextval('numbers')",
  "concat(name, 'x') = 'y'",
  "format('%s', name) = 'y'",
  "array_to_string(tags, ',') = 'x'",
  "to_tsvector(name) @@ 'x'",
  'to_jsonb(name) = data',
  "jsonb_build_object('a', n) = data",
  'n = own_stable(n)',
  'n = own_default(n)',
  '(SELECT 1) = n',
  'EXISTS (SELECT 1)',
];

const TAKEN: readonly string[] = [
  "created_at > '2024-01-01'",
  "created_at > timestamptz '2024-01-01'",
  "created_at BETWEEN '2024-01-01' AND '2024-02-01'",
  "created_on > '2024-01-01'::date",
  "created_on > '2024-01-01'::timestamp",
  'created_on < local_time',
  "local_time::date = '2024-01-01'",
  "created_on::timestamp > '2024-01-01'",
  "n::text = 'x'",
  "flag::text = 'true'",
  "amount::text = '1'",
  "owner::text = 'x'",
  'name::int = 5',
  'name::uuid = owner',
  "name::varchar(3) = 'abc'",
  "(data ->> 'n')::int > 5",
  "created_at::timestamptz(0) > '2024-01-01'",
  "date_trunc('day', local_time) > '2024-01-01'",
  "date_trunc('day', created_at AT TIME ZONE 'UTC') > '2024-01-01'",
  "date_trunc('hour', took) > '1 hour'",
  'extract(year FROM created_on) = 2024',
  'extract(year FROM local_time) = 2024',
  "date_part('year', local_time) = 2024",
  "created_at AT TIME ZONE 'UTC' > '2024-01-01'",
  "(created_at AT TIME ZONE 'UTC')::date > '2024-01-01'",
  "local_time AT TIME ZONE 'UTC' > '2024-01-01'",
  "to_timestamp(ratio) > '2024-01-01'",
  "age(created_at, '2024-01-01'::timestamptz) > '1 day'",
  "make_interval(days => n) > '1 day'",
  "local_time + interval '1 day' > '2024-01-01'",
  "created_on + 1 > '2024-01-01'",
  "created_at - '2024-01-01'::timestamptz > interval '1 day'",
  "name || 'x' = 'y'",
  "name || n = 'y'",
  "lower(name) = 'x'",
  "substring(name, 1, 3) = 'abc'",
  "split_part(name, '-', 1) = 'x'",
  "coalesce(name, '') = 'x'",
  'greatest(n, 1) = 5',
  'hashtext(name) % 4 = 0',
  "to_tsvector('english', name) @@ 'x'",
  "data @> '{}'",
  "tags && ARRAY['a']",
  'n = own_immutable(n)',
  'n = own_inlined(n)',
  '(n, amount) > (1, 2)',
  'flag IS TRUE',
  "state = 'open'",
  'CASE WHEN flag THEN n ELSE 0 END = 1',
];

/** Before 15 an interval's text was taken for the same in every setting of IntervalStyle: we are on the safe side there. */
const REFUSED_SINCE_15 = ["took::text = 'x'"];

function refusedBy(alias: string): readonly string[] {
  return alias === 'pg14' ? REFUSED : [...REFUSED, ...REFUSED_SINCE_15];
}

/** Refused for a reason that a predicate alone does not show: nothing is said, and the server will. */
const UNNOTICED: readonly (readonly [predicate: string, why: string])[] = [
  ["state::text = 'open'", 'that a type is an enumeration is not known'],
  ["name || created_at = 'y'", 'a concatenation is taken for one of texts'],
  ['price > 5::money', 'nobody keeps money in indexes'],
  ["unnest(tags) = 'a'", 'not for a lack of immutability'],
  ['count(*) > 1', 'not for a lack of immutability'],
  ['row_number() OVER () = 1', 'not for a lack of immutability'],
];

for (const alias of oldestAndNewestServer()) {
  describe(`What an index predicate may hold (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      client = new Client({ connectionString: await server.createDatabase('immutability') });
      await client.connect();
      await client.query(SCHEMA);
    });

    after(async () => {
      await client.end();
      await server.stop();
    });

    /** The error's code, or `taken`. */
    async function ask(predicate: string): Promise<string> {
      try {
        await client.query(`CREATE INDEX asked ON t (n) WHERE ${predicate}`);
        await client.query('DROP INDEX asked');
        return 'taken';
      } catch (error) {
        if (error instanceof DatabaseError) return error.code ?? '';
        throw error;
      }
    }

    async function isNoticed(predicate: string): Promise<boolean> {
      const snapshot = await schemaFrom(SCHEMA);
      const expression = await readExpression(predicate);
      return nonImmutablePart(expression, tableNamed(snapshot, 't'), snapshot) !== undefined;
    }

    for (const predicate of refusedBy(alias)) {
      it(`is not ${predicate}, and we say so`, async () => {
        assert.match(await ask(predicate), /^(?:42P17|0A000)$/);
        assert.equal(await isNoticed(predicate), true);
      });
    }

    for (const predicate of TAKEN) {
      it(`is ${predicate}, and we say nothing`, async () => {
        assert.equal(await ask(predicate), 'taken');
        assert.equal(await isNoticed(predicate), false);
      });
    }

    for (const [predicate, why] of UNNOTICED) {
      it(`is not ${predicate}, which we do not notice: ${why}`, async () => {
        assert.notEqual(await ask(predicate), 'taken');
        assert.equal(await isNoticed(predicate), false);
      });
    }
  });
}
