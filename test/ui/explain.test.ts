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
    await editor.openFile('event-store.ts');
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await editor.runCommand('Indexwright: Add Connection');
    await editor.pick('Paste a connection string');
    await editor.answer('Connection string', server.connectionStringFor('orders'));
    await editor.answer('Name of the connection', 'shop');
    await workbench.page.locator('.statusbar').waitFor();
  });

  after(async () => {
    await workbench.stop();
    await server.stop();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: resolve(__dirname, '../../out/results/ui-explain-failed.png') });
  });

  it('clicks the lens over the query, and has its plans beside it', async () => {
    await editor.openFile('event-store.ts');
    await editor.goToText(source(), CONDITION);
    await editor.scrollUp(8);
    await clickLens();
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

  const source = (): string => readFileSync(join(workbench.sample, 'src/event-store.ts'), 'utf8');
  const openDatabase = () =>
    openDemoDatabase(server, join(workbench.sample, 'db/migrations'), { scale: SCALE });

  /** The one that is nearest above the cursor. */
  async function clickLens(): Promise<void> {
    const lens = workbench.page.locator('.codelens-decoration a', { hasText: 'early stop likely' }).first();
    await lens.waitFor();
    const box = (await lens.boundingBox()) ?? assert.fail('the lens is not on the screen');
    await workbench.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  async function useTheme(theme: string, mark: string): Promise<void> {
    await editor.useTheme(theme);
    await plan.locator(`body.${mark}`).waitFor({ state: 'attached' });
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env['INDEXWRIGHT_IMAGES'];
    if (folder === undefined) return;
    await workbench.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  }
});
