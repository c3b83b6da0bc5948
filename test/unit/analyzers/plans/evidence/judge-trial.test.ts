import assert from 'node:assert/strict';
import { judgeTrial, type ProposalTrial } from '../../../../../src/analyzers/plans/evidence/judge-trial';
import { message } from '../../../../../src/analyzers/message';
import { libpgFeeder } from '../../feeders';
import { node } from '../plan-of';

const document = (index: string, cost: number): string =>
  JSON.stringify([{ Plan: node('Index Scan', { 'Index Name': index, 'Total Cost': cost }) }]);
const note = message('What the server leaves out.');
const trial = (before: string, after: string): ProposalTrial => ({
  kind: 'tried',
  index: 'new',
  sets: [{ label: message('Some values'), before, after }],
  notes: [note],
});

describe('A trial of a proposal', () => {
  it('is judged from what the server answered, with the notes of whoever asked it', async () => {
    const judged = judgeTrial(trial(document('old', 100), document('new', 1)), {
      feeder: await libpgFeeder(),
    });
    assert.ok(judged.kind === 'evidence');
    assert.deepEqual([judged.evidence.verdict, judged.evidence.factor], ['helps', 100]);
    assert.deepEqual(judged.evidence.notes, [note]);
  });

  it('says what is missing where nothing was tried', async () => {
    const unproven: ProposalTrial = { kind: 'unproven', reason: note };
    assert.deepEqual(judgeTrial(unproven, { feeder: await libpgFeeder() }), unproven);
  });

  it('has a problem where an answer is no plan', async () => {
    const judged = judgeTrial(trial(document('old', 100), '[{}]'), { feeder: await libpgFeeder() });
    assert.equal(judged.kind, 'problem');
  });
});
