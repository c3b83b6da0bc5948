import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { STATISTICS_FILE_NAME } from '../../../src/analyzers/statistics-file/statistics-file';
import { codeBlocks, readPage } from '../docs/markdown';
import { runProgram } from './program';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder';

const SAMPLE = resolve(__dirname, '../../../samples/event-store');
const STATISTICS = resolve(__dirname, '../../fixtures/statistics-files/event-store.json');
const CARDS = 'indexwright-plans';

interface JsonChanges {
  readonly changes: readonly {
    readonly kind: string;
    readonly card: string;
    readonly formerCard?: string;
    readonly file: string;
    readonly line?: number;
    readonly differences: readonly string[];
  }[];
  readonly unchanged: number;
}

/** The first start of the planner makes an empty database. */
describe('indexwright plans', function () {
  this.timeout(240_000);
  let written: TemporaryFolder;
  let folder: TemporaryFolder;

  before(() => {
    written = createTemporaryFolder();
    for (const part of ['db', 'src', 'queries', 'package.json']) {
      cpSync(join(SAMPLE, part), join(written.path, part), { recursive: true });
    }
    cpSync(STATISTICS, join(written.path, STATISTICS_FILE_NAME));
    const { code, stdout } = plans(written.path);
    assert.equal(stdout, `26 cards written to ${CARDS}, 0 removed, 0 unchanged.\n`);
    assert.equal(code, 0);
  });
  after(() => written.remove());
  beforeEach(() => {
    folder = createTemporaryFolder();
    cpSync(written.path, folder.path, { recursive: true });
  });
  afterEach(() => folder.remove());

  const plans = (cwd: string, ...args: readonly string[]) =>
    runProgram(cwd, ['plans', '--statistics', STATISTICS_FILE_NAME, ...args]);
  const changesOf = (...args: readonly string[]): JsonChanges =>
    JSON.parse(plans(folder.path, '--check', '--format', 'json', ...args).stdout) as JsonChanges;
  const edit = (name: string, change: (text: string) => string): void => {
    const path = join(folder.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  const readAll = (path: string): ReadonlyMap<string, string> =>
    new Map(
      readdirSync(join(path, CARDS), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.plan'))
        .sort()
        .map((name) => [name, readFileSync(join(path, CARDS, name), 'utf8')]),
    );
  const cardOf = (path: string, name: RegExp): string =>
    [...readAll(path)].find(([file]) => name.test(file))?.[1] ??
    assert.fail(`There is no card ${name.source}`);

  it('writes a card for each query: its place, its text, its plan for any value and for those of the statistics', () => {
    const [, card] = codeBlocks(readPage('docs/plan-cards.md')).map(({ text }) => text.trimEnd());
    assert.equal(cardOf(written.path, /^src\/outbox\/latestOnTopic-88a3895e\.plan$/).trimEnd(), card);
    const text = [...readAll(written.path).values()].join();
    // Of the values themselves nothing is in the cards, nor of the machine.
    assert.doesNotMatch(text, /order-9000|indexwright-cli-|2026/);
  });

  it('writes the same bytes again, from nothing and over what is there', () => {
    const first = readAll(folder.path);
    assert.equal(plans(folder.path).stdout, `26 cards in ${CARDS}, each as it should be.\n`);
    rmSync(join(folder.path, CARDS), { recursive: true });
    assert.equal(plans(folder.path).code, 0);
    assert.deepEqual(readAll(folder.path), first);
  });

  it('finds nothing where lines have moved, a query is laid out anew, or it is asked from another folder', () => {
    edit(
      'src/outbox.ts',
      (text) => `// moved\n\n${text.replace('ORDER BY created_at\n', '\n  ORDER BY   created_at\n')}`,
    );
    edit('queries/operations.sql', (text) => `-- moved\n\n${text}`);
    const { code, stdout } = plans(folder.path, '--check');
    assert.equal(stdout, `26 cards in ${CARDS}, each as it should be.\n`);
    assert.equal(code, 0);
    const args = ['plans', '--check', '--cards', `../${CARDS}`, '--statistics', `../${STATISTICS_FILE_NAME}`];
    const elsewhere = runProgram(join(folder.path, 'src'), [...args, '--format', 'json']);
    assert.equal(elsewhere.code, 0, elsewhere.stdout + elsewhere.stderr);
  });

  it('fails where a migration takes an index away, with the query and what it does instead', () => {
    folder.write({ 'db/migrations/0006_drop.sql': 'DROP INDEX idx_outbox_topic_created_at;\n' });
    const { code, stdout } = plans(folder.path, '--check');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^src\/outbox\.ts:41 {2}latestOnTopic\n {2}The plan of this query is another one\.\n/m,
    );
    assert.match(
      stdout,
      /For any values: was Index Scan Backward using idx_outbox_topic_created_at on outbox, is Bitmap Heap Scan on outbox\./,
    );
    assert.match(stdout, /^ {2}- {4}-> {2}Index Scan Backward using idx_outbox_topic_created_at on outbox$/m);
    assert.match(stdout, /^ {2}\+ .*Bitmap Heap Scan on outbox$/m);
    assert.match(stdout, /^queries\/operations\.sql:22\n/);
    const told = codeBlocks(readPage('docs/plan-cards.md'))[2]?.text.trimEnd() ?? '';
    assert.ok(stdout.includes(told.replace(/\n *…$/, '')), told);
    const { stdout: github } = plans(folder.path, '--check', '--format', 'github', 'src/outbox.ts');
    assert.match(
      github,
      /^::warning file=src\/outbox\.ts,line=41,title=plan::The plan of this query is another one\./,
    );
  });

  it('fails where new statistics turn a plan over, and says at which cost', () => {
    edit(STATISTICS_FILE_NAME, (text) =>
      text.replace(
        /"rows": 200000,\s+"pages": 4529,\s+"currentPages": 4529/,
        '"rows": 20, "pages": 1, "currentPages": 1',
      ),
    );
    const { changes } = changesOf('src/outbox.ts');
    const sentences = changes.flatMap(({ differences }) => differences);
    assert.ok(
      sentences.includes(
        'For any values: was Index Scan using outbox_pkey on outbox, is Seq Scan on outbox.',
      ),
      sentences.join('\n'),
    );
    assert.ok(
      sentences.includes('For any values: the cost was about 10,000, is about 1.'),
      sentences.join('\n'),
    );
  });

  it('tells of new queries, of queries with another text, and of cards whose query is gone; a plain run mends them', () => {
    edit('src/outbox.ts', (text) => text.replace('WHERE topic = $1', 'WHERE topic = $1 AND id > 7'));
    edit('src/sagas.ts', (text) => text.slice(0, text.indexOf('export async function sagaHistory')));
    folder.write({ 'src/new.sql': 'SELECT id FROM outbox WHERE id = $1;\n' });
    const { changes, unchanged } = changesOf();
    assert.deepEqual(
      changes.map(({ kind, file, line }) => [kind, file, line]),
      [
        ['new', 'src/new.sql', 1],
        ['text', 'src/outbox.ts', 41],
        ['gone', 'src/sagas.ts', undefined],
        ['gone', 'src/sagas.ts', undefined],
      ],
    );
    assert.equal(unchanged, 23);
    assert.match(changes[1]?.formerCard ?? '', /^src\/outbox\/latestOnTopic-[0-9a-f]{8}\.plan$/);
    assert.equal(changesOf('src/projections.ts').changes.length, 0);
    assert.match(
      plans(folder.path).stdout,
      /\n2 cards written to indexwright-plans, 2 removed, 23 unchanged\.\n$/,
    );
    assert.deepEqual(changesOf().changes, []);
    assert.ok(![...readAll(folder.path).keys()].some((name) => name === changes[1]?.formerCard));
  });

  it('fails where a query can no longer be planned, at its place, and tells why', () => {
    rmSync(join(folder.path, 'db/migrations/0005_stream_archiving.sql'));
    const { code, stdout } = plans(folder.path, '--check', 'src/reporting.ts');
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^src\/reporting\.ts:22 {2}activeStreams\n {2}The query of this card cannot be planned any more\. .*"archived_at" does not exist/,
    );
  });

  it('names the queries that have no card, and why', () => {
    folder.write({ 'src/new.sql': 'SELECT shop.price(id) FROM outbox;\n' });
    const { code, stderr } = plans(folder.path, '--check', 'src/new.sql');
    assert.equal(code, 0);
    const [basis, leftOut] = stderr.split('\n');
    assert.equal(
      basis,
      'indexwright: Planned on your migrations and the statistics of orders, read 2 Nov 2026.',
    );
    assert.match(leftOut ?? '', /^indexwright: src\/new\.sql:1 has no card\. .*"shop" does not exist/);
  });
});
