import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { spread } from './measure.mjs';

/** @typedef {import('../../src/analyzers/plans/plan').Plan} Plan */

/**
 * @typedef {object} PlanModules
 * @property {typeof import('../../src/analyzers/plans/read-plan').readPlan} readPlan
 * @property {typeof import('../../src/analyzers/plans/figures/figures-of').figuresOf} figuresOf
 * @property {typeof import('../../src/analyzers/plans/compare/compare-plans').comparePlans} comparePlans
 */

const NODES = 2000;
const WARM_UP = 3;

/**
 * Reading, counting and comparing a plan of 2,000 nodes, which is the golden plans side by side below one Append.
 *
 * @param {string} root
 * @param {number} runs
 */
export function measurePlans(root, runs) {
  const { readPlan, figuresOf, comparePlans } = loadModules(root);
  const { json, text } = makePlans(root);
  const read = (/** @type {string} */ pasted) => {
    const reading = readPlan(pasted);
    if (reading.kind === 'problem') throw new Error(reading.message.template);
    return reading.plan;
  };
  const plan = read(json);
  const time = (/** @type {() => unknown} */ work) => {
    /** @type {number[]} */
    const times = [];
    for (let run = 0; run < WARM_UP + runs; run += 1) {
      const started = performance.now();
      work();
      if (run >= WARM_UP) times.push(performance.now() - started);
    }
    return spread(times);
  };
  return {
    nodes: plan.nodes.length,
    json: time(() => read(json)),
    text: time(() => read(text)),
    figures: time(() => figuresOf(plan)),
    comparison: time(() => comparePlans(plan, plan)),
  };
}

/** @param {string} root */
function makePlans(root) {
  const folder = join(root, 'test', 'fixtures', 'plans');
  const names = readdirSync(folder).filter((name) => /^\d{3}-/.test(name));
  const append = { 'Startup Cost': 0, 'Total Cost': 1e6, 'Plan Rows': 1, 'Plan Width': 8 };
  /** @type {object[]} */
  const plans = [];
  const lines = ['Append  (cost=0.00..1000000.00 rows=1 width=8)'];
  for (let nodes = 0, next = 0; nodes < NODES; next += 1) {
    const name = names[next % names.length] ?? '';
    const printed = readFileSync(join(folder, name, 'plan.json'), 'utf8');
    /** @type {unknown} */
    const document = JSON.parse(printed);
    const [{ Plan: plan }] = /** @type {[{ Plan: object }]} */ (document);
    plans.push(plan);
    lines.push(...treeOf(readFileSync(join(folder, name, 'plan.txt'), 'utf8')));
    nodes += printed.split('"Node Type"').length - 1;
  }
  const whole = [{ Plan: { 'Node Type': 'Append', 'Parallel Aware': false, ...append, Plans: plans } }];
  return { json: JSON.stringify(whole), text: lines.join('\n') };
}

/** @param {string} text */
function treeOf(text) {
  const lines = text.trimEnd().split('\n');
  const below = lines.findIndex((line, index) => index > 0 && !line.startsWith(' '));
  const tree = lines.slice(0, below < 0 ? undefined : below);
  return tree.map((line, index) => (index === 0 ? `  ->  ${line}` : `      ${line}`));
}

/**
 * @param {string} root
 * @returns {PlanModules}
 */
function loadModules(root) {
  const outfile = join(mkdtempSync(join(tmpdir(), 'indexwright-bench-')), 'plans.cjs');
  esbuild.buildSync({
    stdin: {
      contents: [
        "export { readPlan } from './src/analyzers/plans/read-plan';",
        "export { figuresOf } from './src/analyzers/plans/figures/figures-of';",
        "export { comparePlans } from './src/analyzers/plans/compare/compare-plans';",
      ].join('\n'),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
  });
  const load = /** @type {(file: string) => unknown} */ (createRequire(import.meta.url));
  return /** @type {PlanModules} */ (load(outfile));
}
