import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Frame } from 'playwright-core';
import { openDemoDatabase } from '../../scripts/demo/open-demo-database.mjs';
import { startPostgres, type EmbeddedPostgres } from '../../scripts/servers/embedded-postgres.mjs';
import { Editor } from './editor';
import { planPage } from './plan-page';
import { startWorkbench, type Workbench } from './start-workbench';

const SCALE = 0.1;
const SETTINGS = {
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'workbench.reduceMotion': 'on',
};
const CONDITION = 'stream_id = ANY($1)';
const INDEX = 'idx_events_stream_id_event_id';

describe('A user who explains a query', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let server: EmbeddedPostgres;
  let workbench: Workbench;
  let editor: Editor;
  let plan: Frame;

  before(async function () {
    this.timeout(240_000);
    [server, workbench] = await Promise.all([startPostgres('pg18'), startWorkbench(SETTINGS)]);
    editor = new Editor(workbench.page);
    await openDatabase();
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: resolve(__dirname, '../../out/results/ui-explain-failed.png') });
  });

  it('adds the database as a connection', async function () {
    this.timeout(150_000);
    await editor.openFile('event-store.ts');
    // The host of extensions, their worker and the parser start meanwhile: on a busy machine that takes long.
    await workbench.page.locator('.squiggly-warning').first().waitFor({ timeout: 90_000 });
    await editor.runCommand('Indexwright: Add Connection');
    await editor.pick('Paste a connection string');
    await editor.answer('Connection string', server.connectionStringFor('orders'));
    await editor.answer('Name of the connection', 'shop');
    await editor.runCommand('Indexwright: Focus on Connections View');
    // The lenses are drawn anew once the database has been read, and a click on one would be lost.
    await workbench.page
      .locator('.pane-body .monaco-list-row', { hasText: /shop.*connected, read just now/ })
      .waitFor();
  });

  it('clicks the lens over the query, and has its plans beside it', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), CONDITION);
    await editor.scrollUp(8);
    await workbench.page.locator('.codelens-decoration a', { hasText: 'early stop likely' }).first().click();
    plan = await planPage(workbench.page);
    await plan
      .getByRole('treeitem', { name: /events/ })
      .first()
      .waitFor();
  });

  it('sees the plan in every theme', async () => {
    await editor.runCommand('View: Close Primary Side Bar');
    await picture('plan');
    await useTheme('Dark Modern', 'vscode-dark');
    await picture('plan-dark');
    await useTheme('Default High Contrast', 'vscode-high-contrast');
    await picture('plan-high-contrast');
    await useTheme('Light Modern', 'vscode-light');
  });

  it('clicks a node, and its condition is selected in the code', async () => {
    await plan
      .getByRole('treeitem', { name: /Filter: .*stream_id/ })
      .first()
      .click();
    await workbench.page.locator('.monaco-editor .selected-text').first().waitFor();
    await plan.locator('[role=treeitem]:focus').waitFor();
  });

  it('goes on in the code with Enter, and comes back from the condition to its node', async () => {
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    const line = source().slice(0, source().indexOf(CONDITION)).split('\n').length;
    const place = workbench.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ` });
    await place.filter({ hasText: `${CONDITION.length} selected` }).waitFor();
    await editor.runCommand('Indexwright: Show in Plan');
    await plan.locator('[role=treeitem]:focus').waitFor();
    assert.match(await plan.locator('[role=treeitem]:focus').innerText(), /stream_id/);
  });

  it('compares the plans of two values', async () => {
    await plan.locator('.compare-with select').selectOption({ index: 1 });
    await plan.locator('.comparison [role=tree]').nth(1).waitFor();
    assert.notEqual(await plan.locator('.verdict').innerText(), '');
  });

  it('gets the index that is proposed there as a migration, from the menu of quick fixes', async () => {
    await editor.leavePage();
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), CONDITION);
    const titles = await editor.quickFixes();
    const title = titles.find((one) => one.startsWith('Create index on events (stream_id, event_id)'));
    await editor.apply(titles, title ?? assert.fail(titles.join('\n')));
    await editor.untilActive(/^0006_create/);
    const { applied } = await openDatabase();
    assert.deepEqual(applied, [`0006_create_${INDEX}.sql`]);
  });

  it('explains again, sees the plan of the same values, and reads in one sentence what the index has changed', async () => {
    // Of common values the old plan is the right one still.
    const rare = plan.getByRole('tab', { name: /^10 rare values of stream_id/ });
    await rare.click();
    await editor.leavePage();
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), CONDITION);
    await editor.runCommand('Indexwright: Explain this Query');
    // The plans of before are there with the new ones.
    await plan
      .locator('.compare-with option', { hasText: 'Before: ' })
      .first()
      .waitFor({ state: 'attached' });
    assert.equal(await rare.getAttribute('aria-selected'), 'true');
    await plan
      .getByRole('treeitem', { name: new RegExp(INDEX) })
      .first()
      .waitFor();
    await editor.runCommand('Indexwright: Compare Plan with Previous');
    const verdict = plan.locator('.verdict');
    await verdict.waitFor();
    assert.match(await verdict.innerText(), new RegExp(INDEX));
    await editor.runCommand('View: Toggle Maximize Editor Group');
    await picture('plan-comparison');
  });

  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
  const openDatabase = () =>
    openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });

  async function useTheme(theme: string, mark: string): Promise<void> {
    await editor.useTheme(theme);
    await plan.locator(`body.${mark}`).waitFor({ state: 'attached' });
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    // Nothing there tells of itself below the mouse.
    await workbench.page.mouse.move(300, 10);
    await workbench.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
});
