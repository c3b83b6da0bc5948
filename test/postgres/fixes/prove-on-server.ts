import assert from 'node:assert/strict';
import { Client } from 'pg';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { splitStatements } from '../../../src/analyzers/sql/split-statements';
import { analyzeFixture, readRuleFixtures, readSchemaFixture, type RuleFixture } from '../../rule-fixtures';
import { proveFix } from './prove-fix';
import { runDocument } from './run-fix';

/** A fixture that names no schema and makes no table speaks of these. */
const DEFAULT_SCHEMA = 'bare';
const SCHEMAS = [
  'bare',
  'guide',
  'versioned',
  'queues',
  'partitioned',
  'shop',
  'paged',
  'members',
  'log',
  'tagged',
  'inboxes',
  'functions',
];

/** A test for each fixture. Each server has a file of its own, so that two processes can prove at once. */
export function proveFixesOn(alias: string | undefined): void {
  assert.ok(alias);
  describe(`Every fix of every fixture, on a real server (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let databases = 0;

    before(async () => {
      server = await startPostgres(alias);
      for (const schema of SCHEMAS) await makeTemplate(server, schema);
    });

    after(() => server.stop());

    /** A database of its own, with the tables and rows of the fixture's schema. */
    async function inDatabase(fixture: RuleFixture, use: (client: Client) => Promise<void>): Promise<void> {
      databases += 1;
      const name = `case_${databases}`;
      await withClient(server.connectionString, async (admin) => {
        await admin.query(`CREATE DATABASE ${name} TEMPLATE ${templateOf(fixture)}`);
        await withClient(server.connectionStringFor(name), use);
        await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      });
    }

    for (const fixture of readRuleFixtures().filter(({ expected }) => expected === 'finding')) {
      it(fixture.path, async () => {
        const { findings } = await analyzeFixture(fixture);
        const finding = findings.find(({ ruleId }) => ruleId === fixture.ruleId);
        assert.ok(finding);
        if (finding.severity === 'error') {
          await inDatabase(fixture, (client) => assert.rejects(runDocument(client, fixture.text)));
        }
        for (const fix of finding.fixes) {
          await inDatabase(fixture, (client) => proveFix(client, { fixture, finding, fix }));
        }
      });
    }
  });
}

async function makeTemplate(server: EmbeddedPostgres, schema: string): Promise<void> {
  const { ddl, rows } = readSchemaFixture(schema);
  await withClient(await server.createDatabase(schema), async (client) => {
    for (const { text } of splitStatements(ddl + rows)) await client.query(text);
    await client.query('VACUUM (ANALYZE)');
  });
}

function templateOf({ schema, text }: RuleFixture): string {
  return schema ?? (/CREATE (?:TEMP )?TABLE/.test(text) ? 'template1' : DEFAULT_SCHEMA);
}

async function withClient(connectionString: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
