// @ts-check
// Asks the embedded planner about indexes for TPC-H and writes its answers to test/fixtures/tpch/planner-answers.json, by which the search for
// indexes is tested. node scripts/tpch/record-answers.mjs   (two minutes; after a change of the search, the planner or the statistics)
import { createRequire } from 'node:module';

/** @type {(module: string) => unknown} */
const load = createRequire(import.meta.url);
load('../../test/register.cjs');
const { recordAnswers } = /** @type {typeof import('../../test/postgres/tuning/record-answers.js')} */ (
  load('../../test/postgres/tuning/record-answers')
);

await recordAnswers();
