import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { planPage } from './plan-page';
import { startWorkbench, type Workbench } from './start-workbench';

const SCALE = 0.02;
const CONDITION = 'stream_id = ANY($1)';
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
    assert.deepEqual(await running(), []);
  });

  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
  const dialog = () => workbench.page.locator('.monaco-dialog-box', { hasText: 'database of production' });

  async function askToRun(): Promise<void> {
    await editor.openFile('event-store.ts');
    await editor.runCommand('Indexwright: Explain and Run this Query');
    await editor.pick('Your values');
    await dialog().waitFor();
  }

  async function running(): Promise<readonly unknown[]> {
    const client = new Client({ connectionString: server.connectionStringFor('orders') });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(
        "SELECT query FROM pg_stat_activity WHERE application_name = 'Indexwright' AND state = 'active'",
      );
      return rows;
    } finally {
      await client.end();
    }
  }
});
