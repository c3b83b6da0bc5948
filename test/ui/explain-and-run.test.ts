import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { planPage } from './plan-page';
import { startWorkbench, type Workbench } from './start-workbench';

const SCALE = 0.02;
const CONDITION = 'stream_id = ANY($1)';
/** Far longer at work than anybody waits here, and never at the end before its time limit. */
const SLOW = 'SELECT count(*) FROM generate_series(1, 100000) a CROSS JOIN generate_series(1, 100000) b;\n';

describe('A user who runs a query on a database of production', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;

  before(async function () {
    this.timeout(240_000);
    server = await startPostgres('pg18');
    const uri = server.connectionStringFor('orders');
    workbench = await startWorkbench({
      'indexwright.connections': [{ name: 'shop', uri, role: 'production' }],
    });
    editor = new Editor(workbench.page);
    writeFileSync(join(workbench.sample, 'slow.sql'), SLOW);
    await openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });
    await editor.openFile('event-store.ts');
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
  async function running(): Promise<number> {
    const client = new Client({ connectionString: server.connectionStringFor('orders') });
    await client.connect();
    try {
      const { rowCount } = await client.query(
        "SELECT FROM pg_stat_activity WHERE application_name = 'Indexwright' AND state = 'active'",
      );
      return rowCount ?? 0;
    } finally {
      await client.end();
    }
  }
});
