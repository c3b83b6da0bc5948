import assert from 'node:assert/strict';
import { judgePlans } from '../../../../src/analyzers';
import { message } from '../../../../src/analyzers/message';
import { judgeTrial } from '../../../../src/analyzers/plans/evidence/judge-trial';
import { withSpreads } from '../../../../src/postgres/hypothetical/with-spreads';
import type { Reader, Row } from '../../../../src/postgres/reading/reader';
import { type ReadGoldenCase, readGoldenCases } from '../../analyzers/plans/golden-context';
import { node } from '../../analyzers/plans/plan-of';

const LABEL = message('Some values');
/** Stops nowhere. */
const SCAN = JSON.stringify([{ Plan: node('Seq Scan', { 'Relation Name': 'events', Alias: 'events' }) }]);

describe('Where the rows lie that a trial is about', () => {
  let stopping: ReadGoldenCase;
  before(async () => {
    const found = (await readGoldenCases()).find(({ golden }) => golden.name === '106-new-streams-planned');
    stopping = found ?? assert.fail('There is no such plan');
  });

  const early = (): string => JSON.stringify(stopping.golden.document);

  const laidOver = (answer: (values: readonly unknown[]) => readonly Row[], signal?: AbortSignal) => {
    const reader: Reader = {
      read: (_, values = []) => Promise.resolve().then(() => answer(values)),
      readSteps: () => Promise.reject(new Error('Nothing is planned here.')),
    };
    const limits = { signal: signal ?? new AbortController().signal };
    const sets = [
      { label: LABEL, before: SCAN, after: SCAN },
      { label: LABEL, before: early(), after: SCAN },
    ];
    const judge = (plans: Parameters<typeof judgePlans>[0]) =>
      Promise.resolve(judgePlans(plans, stopping.context));
    return withSpreads(judge, { kind: 'tried', sets, notes: [] }, { reader, limits });
  };

  it('is asked for the plan that stops early, with its own values, and for no other', async () => {
    const asked: (readonly unknown[])[] = [];
    const { sets } = await laidOver((values) => {
      asked.push(values);
      return values.length === 1 ? [{ blocks: 1000 }] : [{ part: 49, rows: 12 }];
    });
    const [plain, stops] = sets;
    assert.equal(plain?.spread, undefined);
    assert.deepEqual(stops?.spread, {
      schema: 'public',
      table: 'events',
      column: 'stream_id',
      parts: [...Array<number>(49).fill(0), 12],
    });
    const [streams] = asked.at(-1) ?? [];
    assert.ok(Array.isArray(streams) && streams.length > 0 && asked.length === 2, JSON.stringify(asked));
  });

  it('is left open where the server does not say', async () => {
    const { sets } = await laidOver(() => assert.fail('permission denied'));
    assert.deepEqual(
      sets.map(({ spread }) => spread),
      [undefined, undefined],
    );
  });

  it('is asked no more once the person has cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(laidOver(() => assert.fail('cancelled'), controller.signal));
  });

  it('counts for the plan after as well: the same bet there gains nothing', () => {
    const sets = [{ label: LABEL, before: early(), after: early() }];
    const judged = judgeTrial({ kind: 'tried', sets, notes: [] }, stopping.context);
    assert.ok(judged.kind === 'evidence');
    const [set] = judged.evidence.sets;
    assert.equal(judged.evidence.verdict, 'no-change');
    assert.ok((set?.after.costIfLate ?? 0) > 2 * (set?.after.cost ?? Infinity), JSON.stringify(set));
  });
});
