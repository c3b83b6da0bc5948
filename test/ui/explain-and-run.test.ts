import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { findHypopg } from '../../scripts/servers/hypopg.mjs';
import { Editor } from './editor';
import { planPage } from './plan-page';
import { startWorkbench, type Workbench } from './start-workbench';

/** 58,000 events: enough that an index pays. */
const SCALE = 0.1;
const CONDITION = 'stream_id = ANY($1)';
const INDEX = 'idx_events_stream_id_event_id';
/** Far longer at work than anybody waits here, and never at the end before its time limit. */
const SLOW = 'SELECT count(*) FROM generate_series(1, 100000) a CROSS JOIN generate_series(1, 100000) b;\n';
const UNTYPED = 'SELECT event_id FROM events WHERE created_at > now() - $1 ORDER BY event_id LIMIT 10;\n';
const COUNTED = 'SELECT count(*) > 0 FROM events WHERE event_version = 1;\n';

describe('A user who runs a query on a database of production', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;

  before(async function () {
    this.timeout(240_000);
    const { alias, extension } = findHypopg();
    server = await startPostgres(alias, { extension });
    const uri = server.connectionStringFor('orders');
    workbench = await startWorkbench({
      'indexwright.connections': [{ name: 'shop', uri, role: 'production' }],
    });
    editor = new Editor(workbench.page);
    writeFileSync(join(workbench.sample, 'slow.sql'), SLOW);
    writeFileSync(join(workbench.sample, 'untyped.sql'), UNTYPED);
    writeFileSync(join(workbench.sample, 'counted.sql'), COUNTED);
    await openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });
    await ask('CREATE EXTENSION hypopg');
    await editor.openFile('event-store.ts');
    // The host of extensions, their worker and the parser start meanwhile: on a busy machine that takes long.
    await workbench.page.locator('.squiggly-warning').first().waitFor({ timeout: 90_000 });
    await editor.goToText(source(), CONDITION);
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: resolve(__dirname, '../../out/results/ui-run-failed.png') });
  });

  it('types values, and has the plan for them', async () => {
    await editor.runCommand('Indexwright: Explain this Query with Other Values');
    await editor.pick('shop');
    await editor.answer('Value of $1 (text[])', '{order-000001}');
    await editor.answer('Value of $2', '7');
    const plan = await planPage(workbench.page);
    await plan.getByText('Your values').first().waitFor();
  });

  it('is asked before it runs, and nothing runs when that is declined', async () => {
    await askToRun();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'hidden' });
    const plan = await planPage(workbench.page);
    assert.equal(await plan.getByText('EXPLAIN ANALYZE').count(), 0);
  });

  it('sees what the run has counted once that is agreed to', async () => {
    await askToRun();
    await agree();
    const plan = await planPage(workbench.page);
    await plan.getByText('EXPLAIN ANALYZE').first().waitFor();
  });

  it('cancels a run, which ends on the server', async () => {
    await editor.openFile('slow.sql');
    await editor.runCommand('Indexwright: Explain and Run this Query');
    await agree();
    await until(async () => (await running()) === 1);
    const toasts = workbench.page.locator('.notification-toast', { hasText: 'Explaining on shop' });
    // The one of the types that were asked for may still be fading below it.
    await toasts.first().getByRole('button', { name: 'Cancel' }).click();
    await until(async () => (await running()) === 0);
    await until(async () => (await toasts.count()) === 0);
  });

  it('has the type written into a query of which the server cannot tell it', async () => {
    await editor.openFile('untyped.sql');
    await editor.apply(await editor.quickFixes(), 'Explain this query');
    await toastThat(/Write \$1::interval\./)
      .getByRole('button', { name: 'Insert ::interval' })
      .click();
    await workbench.page.locator('.view-line', { hasText: 'now() - $1::interval ORDER BY' }).waitFor();
  });

  it('has an index proven that does not exist, and goes on in the code', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), CONDITION);
    await proveFinding('missing-stream-index');
    await editor.pick('Create index on events (stream_id, event_id)');
    const toast = toastThat(/By the planner it costs .* times less .*The index is pretended by hypopg/);
    await toast.waitFor();
    assert.equal(await toast.getByRole('button', { name: 'Run Both...' }).count(), 0);
    const plan = await planPage(workbench.page);
    const verdict = plan.locator('.verdict', { hasText: INDEX });
    await verdict.waitFor();
    const timesLess = /([\d,.]+) times less/;
    const factor = timesLess.exec(await toast.innerText())?.[1];
    assert.equal(timesLess.exec(await verdict.innerText())?.[1]?.replace(',', ''), factor);
    await editor.untilActive('event-store.ts');
    await editor.runCommand('Notifications: Clear All Notifications');
    await toast.waitFor({ state: 'hidden' });
  });

  it('has a rewrite measured once that is agreed to', async () => {
    await editor.openFile('counted.sql');
    await editor.goToText(COUNTED, '> 0');
    await proveFinding('count-for-existence');
    await toastThat(/By the planner it costs .* times less/)
      .getByRole('button', { name: 'Run Both...' })
      .click();
    assert.match(await dialog().innerText(), /runs the query 2 times on .* as it is and as it is proposed/);
    await agree();
    await toastThat(/It reads .* times fewer blocks where it gains most/).waitFor();
    const plan = await planPage(workbench.page);
    await plan.locator('.verdict', { hasText: /^Reads .* instead of / }).waitFor();
  });

  const toastThat = (says: RegExp) => workbench.page.locator('.notification-toast', { hasText: says });

  async function proveFinding(rule: string): Promise<void> {
    await editor.apply(await editor.quickFixes(), `Prove ${rule} with the planner`);
  }

  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
  const dialog = () => workbench.page.locator('.monaco-dialog-box', { hasText: 'production database' });

  async function askToRun(): Promise<void> {
    await editor.openFile('event-store.ts');
    await editor.runCommand('Indexwright: Explain and Run this Query');
    await editor.pick('Your values');
  }

  async function agree(): Promise<void> {
    await dialog().getByRole('button', { name: 'Run', exact: true }).click();
    await dialog().waitFor({ state: 'hidden' });
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await workbench.page.waitForTimeout(200);
  }

  /** How many queries of ours the server is at. */
  function running(): Promise<number> {
    return ask("SELECT FROM pg_stat_activity WHERE application_name = 'Indexwright' AND state = 'active'");
  }

  /** As an administrator, beside the extension. Resolves to the number of rows. */
  async function ask(statement: string): Promise<number> {
    const client = new Client({ connectionString: server.connectionStringFor('orders') });
    await client.connect();
    try {
      return (await client.query(statement)).rowCount ?? 0;
    } finally {
      await client.end();
    }
  }
});
