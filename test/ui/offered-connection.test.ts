import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { startWorkbench, type Workbench } from './start-workbench';
import { rowsOf } from './views';

const SCALE = 0.1;
const OFFER = 'names a database';

describe('A user whose folder has a .env', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;
  let silent: Server;

  before(async function () {
    this.timeout(180_000);
    [server, workbench] = await Promise.all([startPostgres('pg18'), startWorkbench({})]);
    editor = new Editor(workbench.page);
    const { connectionString } = await openDemoDatabase(server, join(workbench.sample, 'db/migrations'), {
      scale: SCALE,
    });
    rmSync(join(workbench.sample, '.vscode'), { recursive: true });
    writeFileSync(join(workbench.sample, '.env'), `DATABASE_URL=${connectionString}\n`);
    // It takes connections and never says a word.
    silent = createServer();
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
    silent.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: resolve(__dirname, '../../out/results/ui-offered-failed.png') });
  });

  it('is asked whether the database in it shall be connected, and is connected by its variable', async () => {
    await editor.openFile('event-store.ts');
    await toast(OFFER).getByRole('button', { name: 'Connect', exact: true }).click();
    await editor.answer('Name of the connection', 'mine');
    await editor.runCommand('Indexwright: Focus on Connections View');
    await row(/mine.*connected, read just now/).waitFor();
    const settings = readFileSync(join(workbench.sample, '.vscode/settings.json'), 'utf8');
    assert.match(settings, /"uri": "\$\{env:DATABASE_URL\}"/);
    assert.doesNotMatch(settings, /127\.0\.0\.1/);
  });

  it('reads in the tooltip which source said what', async () => {
    const tooltip = workbench.page.locator('.monaco-hover:visible', { hasText: 'dbname' });
    const text = (await editor.tooltip(row(/mine/), tooltip)).replaceAll('\u00a0', ' ');
    assert.match(text, /host: 127\.0\.0\.1:\d+ — from DATABASE_URL in .*\.env/);
  });

  it('is not asked again by the next window, which connects what was connected', async () => {
    await workbench.page.reload();
    // The document of before is open again, and judged.
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await editor.openFile('outbox.ts');
    await editor.runCommand('Indexwright: Focus on Connections View');
    await row(/mine.*connected, read/).waitFor();
    assert.equal(await toast(OFFER).count(), 0);
  });

  it('can end a connection that is on its way to a server which does not answer', async () => {
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await editor.runCommand('Indexwright: Add Connection');
    await editor.pick('Paste a connection string');
    await editor.answer('Connection string', `postgresql://reader@127.0.0.1:${port}/orders`);
    await editor.answer('Name of the connection', 'silent');
    await row(/silent.*connecting/).waitFor();
    await toast('Connecting to silent').getByRole('button', { name: 'Cancel' }).click();
    await row(/silent.*not connected/).waitFor();
  });

  const row = (text: RegExp) => rowsOf(workbench.page, 'Connections').filter({ hasText: text });
  const toast = (text: string) => workbench.page.locator('.notification-toast', { hasText: text });
});
