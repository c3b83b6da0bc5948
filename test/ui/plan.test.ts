import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Frame } from 'playwright-core';
import { Editor } from './editor';
import { planPage } from './plan-page';
import { startWorkbench, type Workbench } from './start-workbench';

const ROOT = resolve(__dirname, '../..');
const PLANS = join(ROOT, 'test/fixtures/plans');
const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const SETTINGS = { 'editor.minimap.enabled': false, 'workbench.reduceMotion': 'on' };

/** Themes that come with VS Code, and the class that its pages have in them. */
const THEMES = [
  ['Dark Modern', 'vscode-dark'],
  ['Light Modern', 'vscode-light'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

describe('The plan view in the workbench', function () {
  // Each step stands on the one before it.
  this.bail(true);
  let workbench: Workbench;
  let editor: Editor;
  let plan: Frame;
  const asked = new Set<string>();
  /** What VS Code's service worker in the browser has answered: that came over no network. */
  const answeredHere = new Set<string>();

  before(async function () {
    this.timeout(180_000);
    workbench = await startWorkbench(SETTINGS);
    editor = new Editor(workbench.page);
    copyFileSync(join(PLANS, '114-new-streams-run-18/plan.json'), join(workbench.sample, 'before.json'));
    copyFileSync(join(PLANS, '116-new-streams-ids-first-18/plan.json'), join(workbench.sample, 'after.json'));
    writeFileSync(join(workbench.sample, 'many.json'), JSON.stringify([{ Plan: append(999) }]));
    const context = workbench.page.context();
    context.on('request', (request) => asked.add(request.url()));
    context.on('response', (response) => {
      if (response.fromServiceWorker()) answeredHere.add(response.url());
    });
    workbench.page.on('websocket', (socket) => asked.add(socket.url()));
  });

  after(() => workbench.stop());

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench.page.screenshot({ path: join(ROOT, 'out/results/ui-failed.png') });
  });

  it('opens a plan that was selected in a file, without a connection', async () => {
    await openSelected('before.json');
    plan = await planPage(workbench.page);
    await plan.getByRole('treeitem', { name: /^Limit\. Rows: / }).waitFor();
  });

  it('leaves the keyboard in the editor', async () => {
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  });

  it('goes through the tree with the keys of a tree, and shows what the server said of a node', async () => {
    await plan.locator('[role=treeitem][tabindex="0"]').focus();
    await workbench.page.keyboard.press('End');
    const nodes = await plan.locator('[role=treeitem]').count();
    const focused = () => plan.evaluate('document.activeElement.dataset.node');
    assert.equal(await focused(), String(nodes - 1));
    await workbench.page.keyboard.press('Home');
    assert.equal(await focused(), '0');
    await workbench.page.keyboard.press('ArrowLeft');
    await plan.locator('[role=treeitem][aria-expanded=false]').waitFor();
    assert.equal(await plan.locator('[role=treeitem]:visible').count(), 1);
    await workbench.page.keyboard.press('ArrowRight');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    await plan.locator('.details dt', { hasText: 'Total Cost' }).waitFor();
  });

  for (const [theme, mark] of THEMES) {
    it(`has nothing that axe objects to in ${theme}`, async () => {
      await useTheme(theme, mark);
      assert.deepEqual(await violations(plan), []);
    });
  }

  it('compares a plan with the one before it, and says what changed', async () => {
    // Opened over the page, which is drawn anew when it comes back.
    await openSelected('after.json');
    plan = await planPage(workbench.page);
    await plan
      .getByRole('treeitem', { name: /^Nested Loop/ })
      .first()
      .waitFor();
    await editor.runCommand('Indexwright: Compare Plan with Previous');
    await plan.locator('.comparison [role=tree]').nth(1).waitFor();
    assert.match(
      await plan.locator('.verdict').innerText(),
      /^Reads 332 blocks instead of 4,241 \(13 times fewer\): /,
    );
  });

  for (const [theme, mark] of THEMES) {
    it(`has nothing in a comparison that axe objects to in ${theme}`, async () => {
      await useTheme(theme, mark);
      assert.deepEqual(await violations(plan), []);
    });
  }

  it('is there again when the window is', async () => {
    await workbench.page.reload();
    await workbench.page.locator('.monaco-workbench .part.statusbar').waitFor();
    // In a browser VS Code writes down every now and then only which tab is in front, and what its page has kept: one of the two plans is back.
    await workbench.page.locator('.tab', { hasText: /^Plan: / }).click();
    plan = await planPage(workbench.page);
    await plan
      .getByRole('treeitem', { name: /using events_pkey on events/ })
      .first()
      .waitFor();
  });

  it('asks no host for anything', () => {
    const own = new URL(workbench.page.url()).host;
    const others = [...asked]
      .map((url) => new URL(url))
      .filter(({ protocol, host }) => /^(?:https?|wss?):$/.test(protocol) && host !== own);
    // The files of a page have addresses of a made-up host, which VS Code's service worker answers.
    assert.deepEqual(others.map(({ href }) => (answeredHere.has(href) ? ownFile(href) : href)).sort(), [
      'dist/plan-page.css',
      'dist/plan-page.js',
    ]);
  });

  it('has a page that could ask none', async () => {
    const blocked = await plan.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', ({ blockedURI }) => resolve(blockedURI));
      fetch('https://example.org/').catch(() => undefined);
    })`);
    assert.equal(blocked, 'https://example.org/');
  });

  it('reaches every node of a plan of a thousand with the keys, and has a row for each in the end', async () => {
    await openSelected('many.json');
    plan = await planPage(workbench.page);
    const first = plan.getByRole('treeitem', { name: /^Append/ });
    await first.waitFor();
    await first.focus();
    await workbench.page.keyboard.press('End');
    await plan.locator('[role=treeitem]:focus[aria-posinset="999"][aria-setsize="999"]').waitFor();
    await plan.getByRole('treeitem', { name: /^Seq Scan on part_999\./ }).waitFor();
    await workbench.page.keyboard.type('append');
    await plan.locator('[role=treeitem]:focus[data-node="0"]').waitFor();
    await plan.locator('[role=treeitem]').nth(999).waitFor({ state: 'attached' });
    await workbench.page.keyboard.press('ArrowLeft');
    assert.equal(await plan.locator('[role=treeitem]:visible').count(), 1);
  });

  it('opens as a text', async () => {
    await editor.runCommand('Indexwright: Open Plan as Text');
    await workbench.page.locator('.view-line', { hasText: 'part_1' }).first().waitFor();
  });

  /** Below the folder of the installed extension; of any other file the whole address. */
  function ownFile(href: string): string {
    const { hostname, pathname } = new URL(href);
    const [, file] = /\/extensions\/indexwright\.indexwright-[^/]+\/(.+)$/.exec(pathname) ?? [];
    return hostname.endsWith('.vscode-resource.vscode-cdn.net') ? (file ?? href) : href;
  }

  async function useTheme(theme: string, mark: string): Promise<void> {
    await editor.useTheme(theme);
    await plan.locator(`body.${mark}`).waitFor({ state: 'attached' });
  }

  async function openSelected(file: string): Promise<void> {
    await editor.openFile(file);
    await workbench.page.keyboard.press('Control+a');
    await editor.runCommand('Indexwright: Open Plan from Selection or Clipboard');
  }
});

async function violations(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(AXE);
  const { violations: found } = await frame.evaluate<AxeResults>('axe.run()');
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}

/** As of a table with so many partitions. */
function append(parts: number): object {
  const figures = { 'Startup Cost': 0, 'Total Cost': 10, 'Plan Rows': 5, 'Plan Width': 8 };
  const scans = Array.from({ length: parts }, (_, part) => ({
    'Node Type': 'Seq Scan',
    'Parent Relationship': 'Member',
    'Relation Name': `part_${part + 1}`,
    Alias: `part_${part + 1}`,
    Filter: '(id = 1)',
    ...figures,
  }));
  return { 'Node Type': 'Append', ...figures, 'Total Cost': 10 * parts, Plans: scans };
}
