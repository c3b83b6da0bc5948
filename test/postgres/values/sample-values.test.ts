import assert from 'node:assert/strict';
import { Client } from 'pg';
import { formatMessage } from '../../../src/analyzers/message';
import type { ValueSet } from '../../../src/postgres/values/value-set';
import { type EmbeddedPostgres, startPostgres } from '../../../scripts/servers/embedded-postgres.mjs';
import { everyServer } from '../../../scripts/servers/postgres-binaries.mjs';
import { SampledDatabase } from './sampled-database';
import { TYPES_TABLE } from './types-table';

/** Compared in all the ways that their types have. */
const COLUMNS = [
  'id',
  'stream',
  'name',
  '"Odd ""name"""',
  'small',
  'price',
  'ratio',
  'mood',
  'code',
  'at',
  'plain_at',
  'day',
  'note',
  'address',
  'span',
  'data',
];

for (const alias of everyServer()) {
  describe(`Sampled values (${alias})`, function () {
    this.timeout(60_000);
    let server: EmbeddedPostgres;
    let database: SampledDatabase;
    let owner: Client;

    before(async () => {
      server = await startPostgres(alias);
      const connectionString = await server.createDatabase('values');
      owner = new Client({ connectionString });
      await owner.connect();
      await owner.query(TYPES_TABLE);
      database = await SampledDatabase.open(connectionString);
    });

    after(async () => {
      await database.close();
      await owner.end();
      await server.stop();
    });

    const countRows = async (text: string, set: ValueSet): Promise<number> => {
      const { rows } = await owner.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM (${text}) q`,
        set.values.map((value) => value.text),
      );
      return rows[0]?.n ?? -1;
    };

    for (const column of COLUMNS)
      it(`find rows, or none where none is promised: ${column}`, async () => {
        for (const text of [
          `SELECT 1 FROM things WHERE ${column} = $1`,
          `SELECT 1 FROM things WHERE ${column} = ANY($1)`,
        ]) {
          const sets = await database.sample(text);
          assert.ok(new Set(sets.map(({ kind }) => kind)).size > 2, text);
          for (const set of sets) {
            const count = await countRows(text, set);
            assert.equal(count > 0, set.kind !== 'absent', `${text} ${JSON.stringify(set)}`);
          }
        }
      });

    it('are of as many rows as their kind promises', async () => {
      const text = 'SELECT 1 FROM things WHERE name = $1';
      const counts = new Map<string, number>();
      for (const set of await database.sample(text)) counts.set(set.kind, await countRows(text, set));
      assert.ok(
        (counts.get('hot') ?? 0) > 20 * (counts.get('cold') ?? Infinity),
        JSON.stringify([...counts]),
      );
      assert.equal(counts.get('absent'), 0);
    });

    it('have arrays of the usual sizes and of the expected one, and one that repeats itself', async () => {
      const sets = await database.sample('SELECT 1 FROM things WHERE name = ANY($1) LIMIT $2', {
        expectedArraySize: 50,
      });
      assert.deepEqual(
        sets.map(({ kind, arraySize }) => `${kind} ${arraySize}`),
        ['hot 10', 'cold 10', 'newest 10', 'absent 10', 'newest 1', 'newest 50', 'newest 100', 'repeated 20'],
      );
      assert.deepEqual(new Set(sets.map(({ values }) => values[1]?.text)), new Set(['100']));
    });

    it('have the LIMIT and the OFFSET of the program, which say so', async () => {
      const module =
        'const read = (names, limit = 1000) => db.query(`SELECT 1 FROM things WHERE name = ANY($1) LIMIT $2 OFFSET $3`, [names, limit, 20]);';
      const sets = await database.sample(module, { languageId: 'typescript' });
      assert.ok(sets.length > 1);
      for (const { values } of sets) {
        const [, limit, offset] = values.map(({ text, origin }) => `${text}: ${formatMessage(origin)}`);
        assert.deepEqual(
          [limit, offset],
          ['1000: LIMIT 1000, as in the code.', '20: OFFSET 20, as in the code.'],
        );
      }
    });

    it('of one table come from one row', async () => {
      const text = 'SELECT 1 FROM things WHERE stream = $1 AND small = $2 AND at = $3';
      const sets = await database.sample(text);
      const found = sets.filter(({ kind }) => kind !== 'absent');
      assert.ok(found.length >= 2);
      for (const set of found) assert.ok((await countRows(text, set)) > 0, JSON.stringify(set));
    });

    it('bound nearly all rows, a few, the newest, or none', async () => {
      for (const text of [
        'SELECT 1 FROM things WHERE at BETWEEN $1 AND $2',
        'SELECT 1 FROM things WHERE at > $1',
        'SELECT 1 FROM things WHERE id > $1',
      ]) {
        const counts: Record<string, number> = {};
        for (const set of await database.sample(text)) counts[set.kind] = await countRows(text, set);
        const { hot = 0, cold = 0, newest = 0, absent } = counts;
        assert.ok(hot > 4900, `${text} ${JSON.stringify(counts)}`);
        assert.ok(cold > 0 && cold < 300, `${text} ${JSON.stringify(counts)}`);
        assert.ok(newest > 50 && newest < 150, `${text} ${JSON.stringify(counts)}`);
        assert.equal(absent, 0, text);
      }
    });

    it('look for a document by a key of it, and for a text by its beginning', async () => {
      for (const text of [
        'SELECT 1 FROM things WHERE doc @> $1',
        'SELECT 1 FROM things WHERE name LIKE $1',
        'SELECT 1 FROM things WHERE tags @> $1',
      ]) {
        const sets = (await database.sample(text)).filter(({ kind }) => kind !== 'absent');
        assert.ok(sets.length > 0, text);
        for (const set of sets) assert.ok((await countRows(text, set)) > 0, `${text} ${JSON.stringify(set)}`);
      }
    });

    it('are the same each time', async () => {
      const text = 'SELECT 1 FROM things WHERE name = ANY($1) AND stream = $2';
      assert.deepEqual(await database.sample(text), await database.sample(text));
    });

    it('of a partitioned table come from all its partitions', async () => {
      const text = 'SELECT 1 FROM measures WHERE sensor = $1';
      const sets = await database.sample(text);
      assert.deepEqual(new Set(sets.map(({ kind }) => kind)), new Set(['hot', 'cold', 'newest', 'absent']));
      for (const set of sets) assert.equal((await countRows(text, set)) > 0, set.kind !== 'absent');
    });

    it('of a table that was never analysed come from its rows', async () => {
      const text = 'SELECT 1 FROM fresh WHERE kind = $1';
      const sets = await database.sample(text);
      assert.ok(sets.some(({ kind }) => kind === 'hot'));
      for (const set of sets) assert.equal((await countRows(text, set)) > 0, set.kind !== 'absent');
    });

    it('do not hold up: of a locked table they are made up, with the reason', async () => {
      await owner.query('BEGIN; LOCK TABLE fresh IN ACCESS EXCLUSIVE MODE');
      try {
        const [set, ...others] = await database.sample('SELECT 1 FROM fresh WHERE kind = $1');
        assert.deepEqual(others, []);
        assert.match(guessOf(set), /^A table is locked/);
      } finally {
        await owner.query('ROLLBACK');
      }
    });

    it('of a table that the role may not read are made up, and the person is told why', async () => {
      const [set] = await database.sample('SELECT 1 FROM hidden WHERE name = $1', { role: 'visitor' });
      assert.equal(set?.kind, 'plausible');
      assert.equal(guessOf(set), 'The role may not read hidden.');
    });

    it('behind row security come from the rows that the role sees', async () => {
      const sets = await database.sample('SELECT 1 FROM secured WHERE name = $1', { role: 'visitor' });
      const texts = new Set(sets.flatMap(({ values }) => values.map(({ text }) => text)));
      assert.ok(texts.has('mine'));
      assert.ok(!texts.has('theirs'));
    });

    it('of what no column is compared with are plausible ones of the type', async () => {
      const text = 'SELECT 1 FROM things WHERE at > now() - $1::interval';
      const [set] = await database.sample(text, { types: [{ number: 1, type: 'interval' }] });
      assert.equal(set?.kind, 'plausible');
      assert.equal(set.values[0]?.text, '1 day');
      assert.match(guessOf(set), /^The query compares \$1 with no column that is known/);
    });

    it('of a foreign key in an empty table are those of the table that it refers to', async () => {
      const sets = await database.sample('SELECT 1 FROM notes WHERE thing = $1');
      const newest = sets.find(({ kind }) => kind === 'newest');
      assert.equal(newest?.values[0]?.text, '5000');
    });

    it('of a view are those of the table behind it', async () => {
      const text = 'SELECT 1 FROM open_things WHERE title = $1';
      const sets = await database.sample(text);
      assert.deepEqual(new Set(sets.map(({ kind }) => kind)), new Set(['hot', 'cold', 'newest', 'absent']));
      assert.equal(
        (await countRows(text, sets.find(({ kind }) => kind === 'hot') ?? assert.fail())) > 0,
        true,
      );
    });

    it('to be written are those of one row, in one set', async () => {
      const [set, ...others] = await database.sample(
        'INSERT INTO things (stream, name, small) VALUES ($1, $2, $3)',
      );
      assert.deepEqual(others, []);
      assert.equal(
        (await countRows(
          'SELECT 1 FROM things WHERE stream = $1 AND name = $2 AND small = $3',
          set ?? assert.fail(),
        )) > 0,
        true,
      );
    });

    it('are not looked for without parameters', async () => {
      assert.deepEqual(await database.sample('SELECT 1 FROM things'), []);
    });

    it('leave a large table unread where no index finds them, however soon the planner hopes to', async () => {
      const sets = await database.sample('SELECT 1 FROM large WHERE name = $1');
      const absent = sets.find(({ kind }) => kind === 'absent')?.values[0]?.origin;
      assert.match(absent ? formatMessage(absent) : '', /to look for it would take the server too long/);
      assert.deepEqual(
        sets.map(({ kind }) => kind).filter((kind) => kind === 'newest'),
        [],
      );
    });
  });
}

function guessOf(set: ValueSet | undefined): string {
  const guessed = set?.values[0]?.guessed;
  return guessed ? formatMessage(guessed) : '';
}
