import assert from 'node:assert/strict';
import type { Plan, PlanNode, PlanWorker } from '../../../../src/analyzers/plans/plan';
import { readPlan } from '../../../../src/analyzers/plans/read-plan';
import { formatMessage } from '../../../../src/analyzers/message';
import { goldenCases } from './golden-cases';

function planOf(text: string, format: Plan['format']): Plan {
  const reading = readPlan(text);
  assert.equal(reading.kind, 'plan', reading.kind === 'problem' ? formatMessage(reading.message) : '');
  assert.equal(reading.plan.format, format);
  return reading.plan;
}

/** The two forms are of two runs: times differ, and in parallel parts who did how much of the work. */
function withoutTimes({
  root,
  triggers,
  jit,
  planningMs,
  executionMs,
  queryIdentifier,
  isMeasured,
  settings,
}: Plan) {
  const isParallel = hasWorkers(root);
  return {
    isMeasured,
    settings,
    root: toPlainObject(comparable(root, isParallel)),
    // JSON tells the relation always, text where there are several.
    triggers: triggers.map(({ name, constraint, calls }) => ({ name, constraint, calls })),
    jit: jit?.functions,
    queryIdentifier,
    has: { planningMs: planningMs !== undefined, executionMs: executionMs !== undefined },
  };
}

function hasWorkers({ workersLaunched, children }: PlanNode): boolean {
  return (workersLaunched ?? 0) > 0 || children.some(hasWorkers);
}

function comparable(node: PlanNode, isParallel: boolean): object {
  const { measured, buffers, wal, workers, children, removed, sort, hash, memoize, bitmap, ...told } = node;
  return {
    ...told,
    // Text tells nothing of a scan for which the order does not matter, and of this only with VERBOSE.
    scanDirection: told.scanDirection === 'NoMovement' ? 'Forward' : told.scanDirection,
    other: told.output.length > 0 ? told.other : { ...told.other, 'Inner Unique': undefined },
    measured: measured && (isParallel ? {} : { rows: measured.rows, loops: measured.loops }),
    isTimed: measured?.totalMs !== undefined,
    ...(isParallel
      ? { sort: sort !== undefined, hash: hash?.batches }
      : { buffers: counts(buffers), wal: counts(wal), removed, sort, hash, memoize, bitmap }),
    workers: workers.map((worker) => comparableWorker(worker)),
    children: children.map((child) => comparable(child, isParallel)),
  };
}

function comparableWorker({ number, measured, other }: PlanWorker): object {
  return {
    number,
    isMeasured: measured !== undefined,
    other: Object.keys(other),
  };
}

function toPlainObject(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Nothing but zeros is as good as nothing told. */
function counts(usage: object | undefined): object | undefined {
  const told = Object.entries(usage ?? {}).filter(([name, count]) => !name.endsWith('Ms') && count !== 0);
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

describe('A golden plan as text', () => {
  for (const { name, json, text } of goldenCases) {
    if (text === undefined) continue;
    it(`${name} says the same as its JSON, but for times`, () => {
      assert.deepEqual(withoutTimes(planOf(text, 'text')), withoutTimes(planOf(json, 'json')));
    });
  }
});
