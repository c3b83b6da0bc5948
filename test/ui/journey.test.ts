import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PageScreenshotOptions } from 'playwright-core';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { readStreams, type SampleRun } from './sample-service';
import { startWorkbench, type Workbench } from './start-workbench';

type Clip = NonNullable<PageScreenshotOptions['clip']>;

/** 58,000 events: enough that an index pays. */
const SCALE = 0.1;
const SETTINGS = {
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.occurrencesHighlight': 'off',
  'workbench.reduceMotion': 'on',
};
const QUERY = 'stream_id = ANY($1)';
const ORDER = 'ORDER BY event_id\n     LIMIT $2';
/** Their number in the status bar. */
const WARNINGS = '#status\\.problems a[aria-label*="Warnings: 3"]';
const INDEX = 'idx_events_stream_id_event_id';

describe('A user of the packaged extension', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;
  let original: SampleRun;

  before(async function () {
    this.timeout(120_000);
    [server, workbench] = await Promise.all([startPostgres('pg18'), startWorkbench(SETTINGS)]);
    editor = new Editor(workbench.page);
    original = await runSample();
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: resolve(__dirname, '../../out/results/ui-failed.png') });
  });

  it('sees in a TypeScript template which condition no index serves', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), QUERY);
    await editor.scrollUp(12);
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.page.locator(WARNINGS).waitFor();
    assert.ok(original.rows.length > 10);
    assert.doesNotMatch(original.plan, new RegExp(INDEX));
  });

  it('reads why in the hover, and where the table is defined', async () => {
    const hover = await editor.hover('missing-stream-index');
    const text = await hover.innerText();
    assert.match(text, /No index on events starts with stream_id/);
    assert.match(text, /Judged from 5 migrations in db\/migrations/);
    assert.match(text, /indexwright/);
    assert.equal(await hover.getByRole('link', { name: 'missing-stream-index' }).count(), 1);
    assert.match(text, /0001_event_store\.sql/);
    await hover.getByText(/^Quick Fix/).waitFor();
    await picture('hover');
    await editor.closeHover();
  });

  it('gets the index as a migration, from the menu of quick fixes', async () => {
    const titles = await editor.quickFixes();
    await picture('quick-fix');
    const title = titles.find((candidate) =>
      candidate.startsWith('Create index on events (stream_id, event_id)'),
    );
    await editor.apply(titles, title ?? assert.fail(titles.join('\n')));
    await editor.untilActive(/^0006_create/);
    await workbench.page.locator(WARNINGS).waitFor({ state: 'detached' });
    await picture('result');
    assert.deepEqual(migrations().slice(5), [`0006_create_${INDEX}.sql`]);
  });

  it('has what the file says run by PostgreSQL, which then plans with the index', async () => {
    const { applied } = await openDatabase();
    assert.deepEqual(applied, migrations().slice(5));
    const { plan, rows } = await runSample();
    assert.match(plan, new RegExp(INDEX));
    assert.deepEqual(rows, original.rows);
  });

  it('is told next that the index cannot give the order', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), ORDER);
    await workbench.page.locator('.squiggly-info').waitFor();
    const hover = await editor.hover('unordered-stream-index');
    assert.match(await hover.innerText(), /Judged from 6 migrations/);
    await editor.closeHover();
  });

  it('rewrites the query inside the template, and gets the same rows by the index', async () => {
    const titles = await editor.quickFixes();
    const title = titles.find((candidate) => candidate.startsWith('Rewrite with LATERAL'));
    await editor.apply(titles, title ?? assert.fail(titles.join('\n')));
    await workbench.page.locator('.view-line', { hasText: 'CROSS JOIN LATERAL' }).waitFor();
    await workbench.page.locator('.squiggly-info').waitFor({ state: 'detached' });
    await editor.save();
    assert.match(source(), /CROSS JOIN LATERAL \(/);
    const { plan, rows } = await runSample();
    assert.match(plan, /Nested Loop/);
    assert.match(plan, new RegExp(INDEX));
    assert.deepEqual(rows, original.rows);
  });

  it('sees in the language status from what the file was judged', async () => {
    await workbench.page.locator('#status\\.languageStatus').hover();
    const status = workbench.page.locator('.hover-language-status', { hasText: 'migrations' });
    await status.waitFor();
    assert.match(await status.innerText(), /6 migrations in db\/migrations[^]*1 finding in 7 statements/);
    await picture('language-status', { x: 720, y: 650, width: 720, height: 250 });
  });

  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
  const migrations = (): string[] => readdirSync(join(workbench.sample, 'db/migrations')).sort();
  const openDatabase = () =>
    openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });

  /** Streams with far fewer rows than the limit: their index pays even where it gives no order. One is asked for twice. */
  async function runSample(): Promise<SampleRun> {
    const { connectionString } = await openDatabase();
    const streams = ['order-000200', 'payment-000200', 'shipment-000333', 'order-000200'];
    return readStreams(workbench.sample, connectionString, streams, 1000);
  }

  /** For the README; only where pictures are asked for, since they differ in some pixel each time. */
  async function picture(name: string, clip?: Clip): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    const path = join(folder, `${name}.png`);
    await workbench.page.screenshot({ path, animations: 'disabled', ...(clip && { clip }) });
  }
});
