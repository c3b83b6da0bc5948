import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { openBrowser } from '../host/open-browser.mjs';
import { spread } from './measure.mjs';

/** @typedef {import('../../src/plan-page/page-model').PageModel} PageModel */
/** @typedef {import('../../src/plan-page/page-model').PagePlan} PagePlan */
/** @typedef {import('../../src/plan-page/page-model').FromPage} FromPage */
/** @typedef {import('../../src/plan-page/page-model').ToPage} ToPage */

/**
 * @typedef {object} ViewModules what the extension makes a page of
 * @property {typeof import('../../src/analyzers/plans/parse-json-plan').parseJsonPlan} parseJsonPlan
 * @property {typeof import('../../src/extension/plan-view/page-model-of').pageModelOf} pageModelOf
 * @property {typeof import('../../src/extension/plan-view/plan-model').planModel} planModel
 * @property {typeof import('../../src/extension/plan-view/plan-nodes').planNodes} planNodes
 * @property {typeof import('../../src/extension/plan-view/print-figures').figurePrinter} figurePrinter
 * @property {typeof import('../../src/extension/plan-view/kept-plans').packPlans} packPlans
 * @property {typeof import('../../src/extension/plan-view/plan-html').planHtml} planHtml
 * @property {typeof import('../../src/analyzers/message').formatMessage} formatMessage
 */

const ORIGIN = 'http://127.0.0.1:9';
const NODES = 2000;
/** The wheel goes on for so many frames. */
const FRAMES = 120;

/**
 * How long a plan of 2,000 nodes takes from the server's JSON to the first paint, in the built page; until the rows of all nodes are there;
 * and how long frames are while it is scrolled from the beginning.
 *
 * @param {string} root
 * @param {number} runs
 */
export async function measurePlanView(root, runs) {
  const modules = await loadModules(root);
  const document = JSON.stringify([{ Plan: treeOf(NODES), 'Planning Time': 1, 'Execution Time': 500 }]);
  const { page, close } = await openBrowser();
  try {
    /** @type {{ answer: (message: FromPage) => ToPage | undefined }} */
    const extension = { answer: () => undefined };
    await servePage(page, root, modules, (message) => extension.answer(message));
    /** @type {number[]} */
    const modelMs = [];
    /** @type {number[]} */
    const paintMs = [];
    /** @type {number[]} */
    const wholeMs = [];
    for (let run = 0; run < runs; run += 1) {
      const started = performance.now();
      const { model, plan, answer } = modelOf(modules, document);
      modelMs.push(performance.now() - started);
      extension.answer = answer;
      paintMs.push(await openModel(page, model, plan));
      wholeMs.push(await page.evaluate(WHOLE));
    }
    const { model, plan } = modelOf(modules, document);
    await openModel(page, model, plan);
    /** @type {number[]} */
    const frames = await page.evaluate(SCROLL);
    return {
      nodes: NODES,
      model: spread(modelMs),
      paint: spread(paintMs),
      whole: spread(wholeMs),
      frames: spread(frames),
    };
  } finally {
    await close();
  }
}

/** @param {string} root @returns {Promise<ViewModules>} */
async function loadModules(root) {
  const folder = mkdtempSync(join(tmpdir(), 'indexwright-bench-'));
  try {
    const outfile = join(folder, 'view.cjs');
    await esbuild.build({
      absWorkingDir: root,
      stdin: {
        contents: [
          "export { formatMessage } from './src/analyzers/message';",
          "export { parseJsonPlan } from './src/analyzers/plans/parse-json-plan';",
          "export { packPlans } from './src/extension/plan-view/kept-plans';",
          "export { pageModelOf } from './src/extension/plan-view/page-model-of';",
          "export { planModel } from './src/extension/plan-view/plan-model';",
          "export { planNodes } from './src/extension/plan-view/plan-nodes';",
          "export { figurePrinter } from './src/extension/plan-view/print-figures';",
          "export { planHtml } from './src/extension/plan-view/plan-html';",
        ].join('\n'),
        resolveDir: root,
      },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      outfile,
      logLevel: 'warning',
    });
    /** @type {unknown} */
    const loaded = createRequire(import.meta.url)(outfile);
    return /** @type {ViewModules} */ (loaded);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The built page as the extension frames it, with a stand-in for what VS Code hands to a page: what it asks for is made in this process.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} root
 * @param {ViewModules} modules
 * @param {(message: FromPage) => ToPage | undefined} answer
 */
async function servePage(page, root, { planHtml }, answer) {
  const html = planHtml({ script: `${ORIGIN}/plan-page.js`, style: `${ORIGIN}/plan-page.css` }, ORIGIN, 'en');
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') await route.fulfill({ body: html, contentType: 'text/html' });
    else
      await route.fulfill({
        body: readFileSync(join(root, 'dist', name)),
        contentType: name.endsWith('.js') ? 'text/javascript' : 'text/css',
      });
  });
  await page.exposeFunction('askExtension', answer);
  await page.addInitScript(`window.acquireVsCodeApi = () => ({
    postMessage: (message) => askExtension(message).then((answer) => answer && window.postMessage(answer, '*')),
    getState() {},
    setState() {},
  });`);
  await page.goto(`${ORIGIN}/`);
}

/**
 * @param {ViewModules} modules
 * @param {string} document
 */
function modelOf(modules, document) {
  const { parseJsonPlan, pageModelOf, planModel, planNodes, figurePrinter, packPlans, formatMessage } =
    modules;
  const reading = parseJsonPlan(JSON.parse(document));
  if (reading.kind === 'problem') throw new Error(formatMessage(reading.message));
  const shownPlan = {
    label: 'plan',
    origin: { values: [] },
    document,
    plan: reading.plan,
    findings: [],
    places: [],
  };
  const named = { id: `bench ${performance.now()}`, shown: { title: 'bench', plans: [shownPlan] } };
  const l10n = {
    /** @param {string} template @param {(string | number)[]} args */
    t: (template, ...args) => formatMessage({ template, args }),
  };
  const printing = { print: figurePrinter('en', l10n), l10n };
  const model = pageModelOf(named, [], { chosen: 0 }, { l10n, language: 'en' });
  const plan = planModel(shownPlan, printing);
  /** @param {FromPage} message @returns {ToPage | undefined} */
  const answer = (message) => {
    if (message.kind === 'keep') return { kind: 'kept', id: named.id, kept: packPlans(named) };
    if (message.kind !== 'nodes') return undefined;
    const { from, to } = message;
    return { kind: 'nodes', plan: 0, from, nodes: planNodes(shownPlan, printing, { from, to }) };
  };
  return { model, plan, answer };
}

/**
 * @param {import('playwright-core').Page} page
 * @param {PageModel} model
 * @param {PagePlan} plan
 * @returns {Promise<number>} milliseconds until the frame with the plan is on the screen
 */
async function openModel(page, model, plan) {
  const messages = JSON.stringify([
    { kind: 'model', model },
    { kind: 'plan', index: 0, plan },
  ]);
  return page.evaluate(`(${OPEN})(${JSON.stringify(messages)})`);
}

/** The messages are handled first; then two frames: the second begins when the first has been painted. */
const OPEN = `(messages) => new Promise((resolve) => {
  const started = performance.now();
  for (const message of JSON.parse(messages)) window.postMessage(message, '*');
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started))));
})`;

/** Milliseconds until there is a row for every node, from the first paint on. */
const WHOLE = `new Promise((resolve) => {
  const started = performance.now();
  const look = () => {
    if (document.querySelectorAll('[role=treeitem]').length === ${NODES}) resolve(performance.now() - started);
    else setTimeout(look, 10);
  };
  look();
})`;

/** The length of each frame, in milliseconds. */
const SCROLL = `new Promise((resolve) => {
  const lengths = [];
  let before = performance.now();
  const frame = () => {
    const now = performance.now();
    lengths.push(now - before);
    before = now;
    window.scrollBy(0, 400);
    if (lengths.length < ${FRAMES}) requestAnimationFrame(frame);
    else resolve(lengths);
  };
  requestAnimationFrame(frame);
})`;

/**
 * A plan as wide and deep as those of generated queries over many partitions.
 *
 * @param {number} count
 */
function treeOf(count) {
  let made = 0;
  /** @param {number} depth @returns {Record<string, unknown>} */
  const node = (depth) => {
    made += 1;
    const number = made;
    /** @type {Record<string, unknown>[]} */
    const children = [];
    while (made < count && depth < 12 && children.length < (depth === 1 ? count : 3)) {
      children.push(node(depth + 1));
    }
    const isLeaf = children.length === 0;
    return {
      'Node Type': isLeaf ? 'Index Scan' : 'Nested Loop',
      'Parent Relationship': 'Outer',
      ...(isLeaf && {
        'Relation Name': `events_${number}`,
        Alias: `e_${number}`,
        'Index Name': `events_${number}_stream_id_event_id_idx`,
        'Index Cond': "((stream_id = 'order-000200'::text) AND (event_id > 1000))",
        Filter: "(payload ->> 'kind'::text) = 'created'::text",
      }),
      'Startup Cost': 0.4,
      'Total Cost': 10 + children.length * 10,
      'Plan Rows': 100,
      'Plan Width': 64,
      'Actual Startup Time': 0.01,
      'Actual Total Time': 0.1 + children.length * 0.1,
      'Actual Rows': number % 7 === 0 ? 5213 : 110,
      'Actual Loops': 3,
      'Shared Hit Blocks': 12 + children.length * 12,
      'Shared Read Blocks': 3,
      ...(isLeaf ? {} : { Plans: children }),
    };
  };
  return node(1);
}
