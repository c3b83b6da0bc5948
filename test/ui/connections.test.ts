import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import type { PageScreenshotOptions } from 'playwright-core';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { startWorkbench, type Workbench } from './start-workbench';
import { rowsOf } from './views';

const SCALE = 0.1;
const SETTINGS = { 'editor.minimap.enabled': false, 'workbench.reduceMotion': 'on' };
/** Whatever holds this word has kept a password. */
const CANARY = 'c4nary-in-the-mine';

describe('A user who connects a database', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;

  before(async function () {
    this.timeout(180_000);
    server = await startPostgres('pg18', { hba: ['host all reader 127.0.0.1/32 scram-sha-256'] });
    workbench = await startWorkbench(SETTINGS);
    editor = new Editor(workbench.page);
    await openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });
    await asAdministrator(`CREATE ROLE reader LOGIN PASSWORD '${CANARY}'`);
    await asAdministrator('GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader');
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({
      path: resolve(__dirname, '../../out/results/ui-connections-failed.png'),
    });
  });

  it('pastes an address with its password, and is connected', async () => {
    await editor.openFile('event-store.ts');
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await editor.runCommand('Indexwright: Add Connection');
    await editor.pick('Paste a connection string');
    const { port } = server;
    await editor.answer('Connection string', `postgresql://reader:${CANARY}@127.0.0.1:${port}/orders`);
    await editor.answer('Name of the connection', 'shop');
    await editor.runCommand('Indexwright: Focus on Connections View');
    await row(/shop.*connected, read just now/).waitFor();
    await row(/^\s*PostgreSQL 18/).waitFor();
    await picture('connections');
  });

  it('reads below the finding what it was checked against', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), 'stream_id = ANY($1)');
    const hover = await editor.hover('missing-stream-index');
    assert.match(await hover.innerText(), /Checked against orders@127\.0\.0\.1:\d+/);
    await editor.closeHover();
  });

  it('finds the address in the settings, and the password nowhere', () => {
    const settings = readFileSync(join(workbench.sample, '.vscode/settings.json'), 'utf8');
    assert.match(settings, /"uri": "postgresql:\/\/reader@127\.0\.0\.1:\d+\/orders"/);
    const files = filesIn(workbench.home);
    assert.ok(
      files.some((path) => path.endsWith('Indexwright.log')),
      'the log is among what is searched',
    );
    const holders = files.filter((path) => readFileSync(path).includes(CANARY));
    assert.deepEqual(holders, []);
  });

  it('is told in one sentence when the server goes away, and keeps what was read', async () => {
    await server.halt('immediate');
    await editor.runCommand('Indexwright: Read Database Again');
    const sentence = workbench.page.locator('.notification-toast', { hasText: 'shop: ' }).first();
    await sentence.waitFor();
    assert.doesNotMatch(await workbench.page.locator('body').innerText(), new RegExp(CANARY));
    await row(/shop.*connection lost, read/).waitFor();
    await picture('connection-lost');
  });

  it('is connected again when the server is back', async () => {
    await server.resume();
    await editor.runCommand('Notifications: Clear All Notifications');
    await editor.runCommand('Indexwright: Read Database Again');
    await row(/shop.*connected, read/).waitFor();
  });

  const row = (text: RegExp) => rowsOf(workbench.page, 'Connections').filter({ hasText: text });
  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');

  async function asAdministrator(statement: string): Promise<void> {
    const client = new Client({ connectionString: server.connectionStringFor('orders') });
    await client.connect();
    await client.query(statement);
    await client.end();
  }

  async function picture(name: string, clip?: PageScreenshotOptions['clip']): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    const path = join(folder, `${name}.png`);
    await workbench.page.screenshot({ path, animations: 'disabled', ...(clip && { clip }) });
  }
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}
