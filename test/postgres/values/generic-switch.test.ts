import assert from 'node:assert/strict';
import { Client } from 'pg';
import { judgeGenericSwitch } from '../../../src/analyzers/plans/evidence/generic-switch';
import { parseJsonPlan } from '../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../src/analyzers/plans/plan';
import { explainQuery, type PlanValues } from '../../../src/postgres/explain/explain-query';
import { inferParameters } from '../../../src/postgres/explain/infer-parameters';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { SampledDatabase } from './sampled-database';
import { TYPES_TABLE } from './types-table';

const QUERIES = [
  'SELECT * FROM things WHERE name = $1',
  'SELECT * FROM things WHERE name = ANY($1) ORDER BY id LIMIT $2',
  'SELECT * FROM things WHERE id > $1 ORDER BY id LIMIT 10',
  'SELECT * FROM things WHERE at BETWEEN $1 AND $2',
  'SELECT * FROM things t JOIN large l ON l.name = t.name WHERE t.small = $1',
  'SELECT * FROM things WHERE mood = $1 AND id > 4000',
];

for (const alias of everyServer()) {
  describe(`The switch to the generic plan that is foretold (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let database: SampledDatabase;
    let client: Client;

    before(async () => {
      server = await startPostgres(alias);
      const connectionString = await server.createDatabase('switch');
      client = new Client({ connectionString });
      await client.connect();
      await client.query(TYPES_TABLE);
      database = await SampledDatabase.open(connectionString);
    });

    after(async () => {
      await database.close();
      await client.end();
      await server.stop();
    });

    const executedGenerically = async (name: string, text: string, values: readonly string[]) => {
      for (let execution = 1; execution <= 7; execution++)
        await client.query({ name, text, values: [...values] });
      const { rows } = await client.query<{ n: number }>(
        'SELECT generic_plans::int AS n FROM pg_prepared_statements WHERE name = $1',
        [name],
      );
      return rows[0]?.n === 2;
    };

    it('is the one that the server makes, for each of the sampled values', async () => {
      const seen = new Set<boolean>();
      for (const [position, text] of QUERIES.entries()) {
        const inferred = await inferParameters(database.connection(), await database.query(text));
        const planFor = async (values: PlanValues): Promise<Plan> => {
          const { document } = await explainQuery(database.connection(), inferred, values);
          const reading = parseJsonPlan(JSON.parse(document));
          assert.equal(reading.kind, 'plan');
          return reading.plan;
        };
        const generic = await planFor('generic');
        for (const [number, set] of (await database.sample(text)).entries()) {
          const values = set.values.map((value) => value.text);
          const { isLikely } = judgeGenericSwitch([await planFor(values)], generic);
          const isMade = await executedGenerically(`s${position}_${number}`, text, values);
          assert.equal(isLikely, isMade, `${text} ${set.kind} ${set.arraySize ?? ''}`);
          seen.add(isMade);
        }
      }
      assert.equal(seen.size, 2, 'Only one of both outcomes was seen.');
    });
  });
}
