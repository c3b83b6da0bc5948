import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import { AnalysisClient } from '../../../src/runtime/analysis-client';
import type { AnalysisClientOptions } from '../../../src/runtime/client-options';
import { EMPTY_CATALOG } from '../analyzers/schema/empty-catalog';
import type { AnalysisRequest, SchemaFile } from '../../../src/runtime/protocol';

const WORKERS = join(__dirname, '../../fixtures/workers');

const request = (file: string, text = 'SELECT 1'): AnalysisRequest => ({
  document: { file, text, languageId: 'sql' },
  settings: DEFAULT_SETTINGS,
});
const files = (count: number): readonly SchemaFile[] =>
  Array.from({ length: count }, (_, index) => ({ file: `${index}.sql`, text: '' }));
const kind = (expected: string) => (error: unknown) =>
  error instanceof Error && 'kind' in error && error.kind === expected;

describe('The client of the analysis worker', () => {
  let client: AnalysisClient;
  let failures: string[];

  const connect = (
    worker: string,
    timeoutMs?: number,
    limits: Partial<AnalysisClientOptions> = {},
  ): AnalysisClient => {
    failures = [];
    client = new AnalysisClient({
      workerFile: join(WORKERS, worker),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...limits,
      onDidFail: (error, subject) => failures.push(`${error.kind} ${subject}`),
    });
    return client;
  };
  /** What the worker had been asked for when it answered. */
  const arrivals = async (asked: AnalysisRequest): Promise<readonly string[]> =>
    (await client.analyze(asked)).statements.map((statement) => statement.kind);

  afterEach(() => client.dispose());

  it('lets documents that are typed in and the files of a command take turns', async () => {
    connect('echo-worker.cjs');
    const lanes = ['command', 'command', 'command', 'edit', 'edit'] as const;
    const answers = await Promise.all(
      lanes.map((lane, index) => client.analyze(request(`${lane} ${index}`), undefined, lane)),
    );
    const order = answers
      .sort((one, other) => one.statements.length - other.statements.length)
      .at(-1)
      ?.statements.map((statement) => statement.kind);
    assert.deepEqual(order, ['edit 3', 'command 0', 'edit 4', 'command 1', 'command 2']);
  });

  it('tells the worker the schema before anything that was asked for earlier', async () => {
    connect('echo-worker.cjs');
    const answer = arrivals(request('a.sql'));
    const summary = await client.setMigrations('folder', files(3));
    assert.equal(summary.tables, 3);
    assert.deepEqual(await answer, ['schema folder', 'a.sql']);
  });

  it('asks the worker only about what may hold SQL, or comments that disable rules', async () => {
    connect('echo-worker.cjs');
    const ask = (text: string): Promise<readonly string[]> =>
      arrivals({ document: { file: 'a.ts', text, languageId: 'typescript' }, settings: DEFAULT_SETTINGS });
    assert.deepEqual(await ask('const total = 1;'), []);
    assert.deepEqual(await ask('// indexwright-disable-file'), ['a.ts']);
    assert.deepEqual(await ask('const query = `SELECT a FROM b`;'), ['a.ts', 'a.ts']);
  });

  it('says so when the worker leaves out what it never told, and hears all of it the next time', async () => {
    connect('echo-worker.cjs');
    await assert.rejects(client.analyze(request('a.sql', 'leave out')), { kind: 'failed' });
    assert.deepEqual(failures, ['failed a.sql']);
    assert.deepEqual(await arrivals(request('a.sql')), ['a.sql', 'a.sql']);
  });

  it('drops a request that is aborted before it starts', async () => {
    connect('echo-worker.cjs');
    const controller = new AbortController();
    const dropped = client.analyze(request('dropped.sql'), controller.signal);
    const kept = arrivals(request('kept.sql'));
    controller.abort();
    await assert.rejects(dropped, kind('aborted'));
    assert.deepEqual(await kept, ['kept.sql']);
  });

  it('refuses a signal that is aborted already, without starting a worker', async () => {
    connect('unstartable-worker.cjs');
    await assert.rejects(client.analyze(request('a.sql'), AbortSignal.abort()), kind('aborted'));
    assert.deepEqual(failures, []);
  });

  it('settles at once when a running request is aborted', async () => {
    connect('echo-worker.cjs');
    await client.analyze(request('first.sql'));
    const controller = new AbortController();
    const running = client.analyze(request('running.sql', 'never answer'), controller.signal);
    controller.abort();
    await assert.rejects(running, kind('aborted'));
  });

  it('replaces a waiting request for the same document by the newer one', async () => {
    connect('echo-worker.cjs');
    const older = client.analyze(request('a.sql', 'older'));
    const newer = arrivals(request('a.sql', 'newer'));
    await assert.rejects(older, kind('superseded'));
    assert.deepEqual(await newer, ['a.sql']);
  });

  it('starts a new worker after a crash, tells it the schemas again and answers the others', async () => {
    connect('echo-worker.cjs');
    await client.setMigrations('one', files(1));
    await client.setMigrations('two', files(2));
    const crashed = client.analyze(request('crash.sql', 'end'));
    const other = arrivals(request('other.sql'));
    await assert.rejects(crashed, kind('crash'));
    assert.deepEqual(await other, ['schema one', 'schema two', 'other.sql']);
    assert.deepEqual(failures, ['crash crash.sql']);
  });

  it('tells a new worker what a server says beside the migrations of the same key', async () => {
    connect('echo-worker.cjs');
    await client.setMigrations('one', files(1));
    await client.setCatalog('one', EMPTY_CATALOG);
    await client.setCatalog('two', EMPTY_CATALOG);
    await client.setCatalog('two', undefined);
    await assert.rejects(client.analyze(request('crash.sql', 'end')), kind('crash'));
    assert.deepEqual(await arrivals(request('other.sql')), ['schema one', 'server one', 'other.sql']);
  });

  it('survives an error that the worker throws outside of a request', async () => {
    connect('echo-worker.cjs');
    await assert.rejects(client.analyze(request('a.sql', 'throw outside')), /thrown outside/);
    assert.deepEqual(await arrivals(request('b.sql')), ['b.sql']);
  });

  it('forgets a schema that was replaced by an empty one', async () => {
    connect('echo-worker.cjs');
    await client.setMigrations('one', files(1));
    await client.setMigrations('one', []);
    await assert.rejects(client.analyze(request('crash.sql', 'end')), kind('crash'));
    assert.deepEqual(await arrivals(request('other.sql')), ['other.sql']);
  });

  it('stops a worker that does not answer, and goes on with the next request', async () => {
    connect('echo-worker.cjs', 2000);
    const hanging = client.analyze(request('hanging.sql', 'never answer'));
    const other = arrivals(request('other.sql'));
    await assert.rejects(hanging, kind('timeout'));
    assert.deepEqual(await other, ['other.sql']);
    assert.deepEqual(failures, ['timeout hanging.sql']);
  });

  it('has another limit for schemas than for documents', async () => {
    connect('echo-worker.cjs', 20_000, { schemaTimeoutMs: 50 });
    await assert.rejects(client.setCatalog('never answer', EMPTY_CATALOG), /no answer within 50 ms/);
    assert.deepEqual(await arrivals(request('other.sql')), ['other.sql']);
  });

  it('tries a text that stopped the worker once more, then not again until it changes', async () => {
    connect('echo-worker.cjs');
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('crash'));
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('crash'));
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('refused'));
    assert.deepEqual(await arrivals(request('a.sql', 'changed')), ['a.sql']);
  });

  it('tries a refused text again under another schema', async () => {
    connect('echo-worker.cjs');
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('crash'));
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('crash'));
    await client.setMigrations('one', files(1));
    await assert.rejects(client.analyze(request('a.sql', 'end')), kind('crash'));
  });

  it('tells everyone when the worker cannot start', async () => {
    connect('unstartable-worker.cjs');
    const answers = await Promise.allSettled([
      client.analyze(request('a.sql')),
      client.analyze(request('b.sql')),
      client.setMigrations('folder', files(1)),
    ]);
    for (const answer of answers) {
      assert.ok(answer.status === 'rejected' && kind('unavailable')(answer.reason));
    }
  });

  it('does not wait for ever for a worker that never gets ready', async () => {
    connect('mute-worker.cjs', 300);
    await assert.rejects(client.analyze(request('a.sql')), kind('unavailable'));
  });

  it('settles everything when it is disposed', async () => {
    connect('echo-worker.cjs');
    await client.analyze(request('first.sql'));
    const answers = Promise.allSettled([
      client.analyze(request('running.sql', 'never answer')),
      client.analyze(request('waiting.sql')),
    ]);
    client.dispose();
    for (const answer of await answers) {
      assert.ok(answer.status === 'rejected' && kind('disposed')(answer.reason));
    }
    await assert.rejects(client.analyze(request('later.sql')), kind('disposed'));
  });
});
