import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { Locator } from 'playwright-core';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { startWorkbench, type Workbench } from './start-workbench';
import { rowsOf, viewOf } from './views';

const SCALE = 0.05;
const INDEX = 'events_stream';
/** The same index twice. */
const TWINS = ['events_kind', 'events_type'];

describe('A user who changes the indexes of a database of production', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;
  let [administrator, writer]: Client[] = [];

  before(async function () {
    this.timeout(240_000);
    server = await startPostgres('pg18');
    const uri = server.connectionStringFor('orders');
    workbench = await startWorkbench({
      'indexwright.connections': [{ name: 'shop', uri, role: 'production' }],
      'editor.minimap.enabled': false,
      'workbench.reduceMotion': 'on',
    });
    editor = new Editor(workbench.page);
    await openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });
    administrator = await connect(uri);
    writer = await connect(uri);
    await administrator.query(`CREATE INDEX ${INDEX} ON events (stream_id, event_id)`);
    for (const name of TWINS) await administrator.query(`CREATE INDEX ${name} ON events (event_type)`);
  });

  after(async () => {
    await administrator?.end();
    await writer?.end();
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({
      path: resolve(__dirname, '../../out/results/ui-maintenance-failed.png'),
    });
  });

  it('reads in the tree which index does what another does', async () => {
    await editor.openFile('event-store.ts');
    await workbench.page.locator('.codelens-decoration a').first().waitFor();
    await editor.runCommand('Indexwright: Focus on Connections View');
    await editor.runCommand('Indexwright: Connect');
    await editor.pick('shop');
    await row('Table events:').waitFor();
    const group = rowsOf(workbench.page, 'Indexes').filter({ hasText: /^\s*Duplicate or covered/ });
    await untilStill(group);
    await group.click();
    await rowsOf(workbench.page, 'Indexes')
      .filter({ hasText: new RegExp(`^\\s*(?:${TWINS.join('|')})`) })
      .waitFor();
    await picture('index-tree');
  });

  it('finds the index below its table', async () => {
    await untilStill(row('Table events:'));
    await row('Table events:').click();
    await row(`Index ${INDEX}:`).waitFor();
  });

  it('is shown what a rebuild is before it runs, and types the name of the database', async () => {
    // A build waits for every transaction that holds a snapshot, and a writer of the table.
    await query(
      writer,
      `BEGIN; UPDATE events SET event_type = event_type WHERE event_id = (SELECT min(event_id) FROM events)`,
    );
    const asked = dialog(
      `Rebuild the index ${INDEX} of public.events, on shop, which is a production database?`,
    );
    const question = await choose(row(`Index ${INDEX}:`), 'Rebuild Index...', asked);
    await question.getByText(`REINDEX INDEX CONCURRENTLY public.${INDEX};`).waitFor();
    await picture('maintenance-question');
    await question.getByRole('button', { name: 'Run', exact: true }).click();
    await editor.answer('shop is a production database', 'orders');
  });

  it('sees how far it is, and whom it waits for', async () => {
    const progress = toast(`Rebuild the index ${INDEX}`);
    await progress.getByText(/waiting for .*process \d+ .*idle in transaction.*UPDATE events/).waitFor();
    await picture('maintenance-progress');
  });

  it('cancels it, and is told what is left while the writer is still there', async function () {
    this.timeout(90_000);
    await toast(`Rebuild the index ${INDEX}`).getByRole('button', { name: 'Cancel' }).click();
    await toast(`${INDEX}_ccnew could not be dropped now`).waitFor({ timeout: 60_000 });
    assert.deepEqual(await invalid(), [`${INDEX}_ccnew`]);
  });

  it('repairs that when the writer has ended', async () => {
    await query(writer, 'ROLLBACK');
    await toast(`${INDEX}_ccnew could not be dropped now`).getByRole('button', { name: 'Repair...' }).click();
    await agree(`Drop the index ${INDEX}_ccnew`);
    await toast(`${INDEX}_ccnew is gone.`).waitFor();
    assert.deepEqual(await invalid(), []);
    await editor.runCommand('Notifications: Clear All Notifications');
  });

  it('hears which queries would notice before an index is dropped', async () => {
    const asked = dialog(`Drop the index ${INDEX} of public.events`);
    const question = await choose(row(`Index ${INDEX}:`), 'Drop Index...', asked);
    await question
      .getByText(/queries of the workspace would be slower without|src\/event-store\.ts:\d+/)
      .waitFor();
    await picture('maintenance-rehearsal');
    await question.getByRole('button', { name: 'Run', exact: true }).click();
    await editor.answer('shop is a production database', 'orders');
    await toast(`${INDEX} is gone.`).waitFor();
    await row(`Index ${INDEX}:`).waitFor({ state: 'hidden' });
  });

  it('takes it back', async () => {
    await toast(`${INDEX} is gone.`).getByRole('button', { name: 'Undo...' }).click();
    await agree(`Create the index ${INDEX}`);
    await row(`Index ${INDEX}:`).waitFor();
  });

  it('finds in the history what was run', async () => {
    await editor.runCommand('Notifications: Clear All Notifications');
    await editor.runCommand('Indexwright: Show Maintenance History');
    await editor.untilActive('Maintenance History');
    const text = workbench.page.locator('.editor-instance .view-lines');
    await text.getByText(`Drop the index ${INDEX} of public.events`).waitFor();
  });

  const row = (label: string) =>
    viewOf(workbench.page, 'Indexes').locator(`.monaco-list-row[aria-label^="${label}"]`);
  const dialog = (text: string) => workbench.page.locator('.monaco-dialog-box', { hasText: text });
  const toast = (text: string) => workbench.page.locator('.notification-toast', { hasText: text }).first();

  /** Of the menu of a row. While rows are read anew VS Code hands a command no row, which then asks for one: a user tries again. */
  async function choose(of: Locator, title: string, question: Locator): Promise<Locator> {
    const { keyboard } = workbench.page;
    const list = workbench.page.locator('.quick-input-widget:visible');
    const item = workbench.page.getByRole('menuitem', { name: title });
    const menu = workbench.page.getByRole('menuitem', { name: 'Rename Index...' });
    for (;;) {
      await untilStill(of);
      await of.click({ button: 'right' });
      await menu.waitFor();
      if (await item.isVisible()) {
        // A menu takes no click in the moment after it has come up.
        while (await item.isVisible()) {
          await item.click();
          await workbench.page.waitForTimeout(300);
        }
        await question.or(list).first().waitFor();
        if (await question.isVisible()) return question;
      }
      await keyboard.press('Escape');
      await menu.or(list).first().waitFor({ state: 'hidden' });
    }
  }

  /** What is found out late about a database comes in as rows above others. */
  async function untilStill(of: Locator): Promise<void> {
    for (let before: number | undefined; ;) {
      const now = (await of.boundingBox())?.y;
      if (now !== undefined && now === before) return;
      before = now;
      await workbench.page.waitForTimeout(500);
    }
  }

  async function agree(question: string): Promise<void> {
    await dialog(question).getByRole('button', { name: 'Run', exact: true }).click();
    await editor.answer('shop is a production database', 'orders');
  }

  async function invalid(): Promise<readonly string[]> {
    const rows = await query(
      administrator,
      'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid ORDER BY 1',
    );
    return rows.map(({ name }) => name ?? '');
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    await workbench.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
});

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, application_name: 'a writer' });
  await client.connect();
  return client;
}

async function query(client: Client | undefined, text: string): Promise<readonly Record<string, string>[]> {
  assert.ok(client);
  return (await client.query<Record<string, string>>(text)).rows;
}
