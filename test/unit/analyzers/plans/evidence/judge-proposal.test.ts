import assert from 'node:assert/strict';
import { judgeProposal, type TriedValues } from '../../../../../src/analyzers/plans/evidence/judge-proposal';
import { formatMessage, message } from '../../../../../src/analyzers/message';
import type { PlanFinding } from '../../../../../src/analyzers/plans/plan-finding';
import { hit, node, planOf, ran } from '../plan-of';

const planned = (index: string, cost: number) =>
  planOf(node('Index Scan', { 'Index Name': index, 'Total Cost': cost }));
const measured = (index: string, blocks: number) =>
  planOf(node('Index Scan', { 'Index Name': index, ...ran(1, 10), ...hit(blocks) }), { 'Execution Time': 1 });
const tried = (before: TriedValues['before'], after: TriedValues['after']): TriedValues => ({
  label: message('Some values'),
  before,
  after,
});

const STOPS_EARLY: PlanFinding = {
  kind: 'early-stop',
  severity: 'warning',
  node: 0,
  message: message('It stops early.'),
  advice: message('Rewrite it.'),
  evidence: [],
  factor: 50,
};

describe('Evidence for a proposal', () => {
  it('helps by the planner where it costs less', () => {
    const evidence = judgeProposal([tried(planned('old', 1000), planned('new', 10))], { index: 'new' });
    assert.deepEqual([evidence.verdict, evidence.certainty, evidence.factor], ['helps', 'planned', 100]);
    assert.match(formatMessage(evidence.sentence), /costs 100 times less .* 1000 before, 10 after/);
    assert.equal(evidence.counted, undefined, 'the plans say the same');
  });

  it('is measured where both were run, and then counts blocks', () => {
    const evidence = judgeProposal([tried(measured('old', 36_000), measured('new', 300))], { index: 'new' });
    assert.deepEqual([evidence.verdict, evidence.certainty, evidence.factor], ['helps', 'measured', 120]);
    assert.match(formatMessage(evidence.sentence), /120 times fewer blocks/);
  });

  it('is planned only where one of the plans was not run', () => {
    assert.equal(
      judgeProposal([tried(measured('old', 100), planned('new', 1))], { index: 'new' }).certainty,
      'planned',
    );
  });

  it('withdraws an index that no plan uses', () => {
    const { verdict, sentence } = judgeProposal([tried(planned('old', 1000), planned('old', 1000))], {
      index: 'new',
    });
    assert.equal(verdict, 'not-used');
    assert.match(formatMessage(sentence), /would not use new .* not proposed any longer/);
  });

  it('says for which values it is the other way round', () => {
    const { verdict, notes } = judgeProposal(
      [tried(planned('old', 5000), planned('new', 10)), tried(planned('old', 10), planned('new', 50))],
      { index: 'new' },
    );
    assert.equal(verdict, 'helps');
    assert.match(notes.map(formatMessage).join(' '), /5 times more where it loses most: 10 before, 50 after/);
  });

  it('is worse where all values together cost more', () => {
    const { verdict, factor } = judgeProposal(
      [tried(planned('old', 20), planned('new', 10)), tried(planned('old', 100), planned('new', 900))],
      { index: 'new' },
    );
    assert.deepEqual([verdict, factor], ['worse', 9]);
  });

  it('makes nothing of a difference that is within what the planner errs', () => {
    assert.equal(
      judgeProposal([tried(planned('old', 110), planned('new', 100))], { index: 'new' }).verdict,
      'no-change',
    );
  });

  it('counts an early stop for what it costs when it is lost, and says so', () => {
    const bet = { ...tried(planned('old', 100), planned('new', 200)), findings: [STOPS_EARLY] };
    const evidence = judgeProposal([bet], {});
    assert.deepEqual([evidence.verdict, evidence.factor], ['helps', 25]);
    assert.match(evidence.notes.map(formatMessage).join(' '), /when the rows do not come early/);
    assert.deepEqual([evidence.counted?.before, evidence.counted?.after], [5000, 200]);
    assert.match(formatMessage(evidence.sentence), /costs 25 times less .*: 5000 before, 200 after/);
    assert.equal(judgeProposal([tried(planned('old', 100), planned('new', 200))], {}).verdict, 'worse');
  });

  it('counts the early stop of the plan after in the same way', () => {
    const bet = { ...tried(planned('old', 1000), planned('new', 100)), findingsAfter: [STOPS_EARLY] };
    const { verdict, factor } = judgeProposal([bet], {});
    assert.deepEqual([verdict, factor], ['worse', 5]);
  });

  it('tells of the values that gain most, and where it is worse of those that lose most', () => {
    const little = tried(planned('old', 100), planned('new', 50));
    const much = tried(planned('old', 1000), planned('new', 10));
    const loss = tried(planned('old', 100), planned('new', 9000));
    assert.equal(judgeProposal([little, much], {}).telling, 1);
    assert.equal(judgeProposal([much, loss, little], {}).telling, 1);
  });

  it('counts an array of a query for the rows that it is expected to find, and says so', () => {
    const ids = node('Limit', {
      'Parent Relationship': 'InitPlan',
      'Subplan Name': 'InitPlan 1',
      'Total Cost': 40,
      'Plan Rows': 100,
    });
    const after = planOf(
      node('Index Scan', { 'Index Cond': '(id = ANY ((InitPlan 1).col1))', 'Total Cost': 90 }, ids),
    );
    const { verdict, factor, notes, counted } = judgeProposal([tried(planned('old', 108), after)], {});
    assert.deepEqual([counted?.before, counted?.after], [108, 540]);
    assert.deepEqual([verdict, factor], ['worse', 5]);
    assert.match(notes.map(formatMessage).join(' '), /counts ten elements/);
  });

  describe('where nobody can look where the rows lie', () => {
    const bet = { ...tried(planned('old', 100), planned('new', 200)), findings: [STOPS_EARLY] };
    const long = tried(planned('old', 9000), planned('new', 200));

    it('is a bet where only an early stop that is lost makes the difference, and says so', () => {
      const evidence = judgeProposal([bet], { placesUnknown: true });
      assert.deepEqual([evidence.verdict, evidence.factor], ['bet', undefined]);
      assert.match(
        formatMessage(evidence.sentence),
        /gains nothing by it: 100 before, 200 after\. .* where they lie together .* up to 5000 as it is/,
      );
    });

    it('helps by what the planner itself says, whatever comes of early stops', () => {
      const evidence = judgeProposal([bet, long], { placesUnknown: true });
      assert.deepEqual([evidence.verdict, evidence.factor], ['helps', 45]);
      assert.match(
        evidence.notes.map(formatMessage).join(' '),
        /2 times more where it loses most: 100 before/,
      );
    });

    it('is worse where an early stop has nothing to do with it', () => {
      const worse = tried(planned('old', 100), planned('new', 200));
      assert.equal(judgeProposal([worse], { placesUnknown: true }).verdict, 'worse');
    });
  });

  it('compares proposals by all sets of values together', () => {
    const small = tried(planned('old', 1000), planned('new', 10));
    const large = tried(planned('old', 9000), planned('new', 990));
    const { factor, gain } = judgeProposal([small, large], {});
    assert.deepEqual([factor, gain], [100, 10]);
  });

  it('takes what does away with an early stop for the better of two that cost the same', () => {
    const stays = { ...tried(planned('old', 1000), planned('new', 100)), findingsAfter: [STOPS_EARLY] };
    const goes = tried(planned('old', 1000), planned('new', 100));
    const [first, second] = [stays, goes].map((each) => judgeProposal([each], { placesUnknown: true }));
    assert.deepEqual([first?.factor, second?.factor], [10, 10]);
    assert.ok((second?.gain ?? 0) > (first?.gain ?? 0));
  });

  describe('with the plans for every value', () => {
    const generic = (before: number, after: number) => ({
      before: planned('old', before),
      after: planned('new', after),
    });
    const notesWith = (values: TriedValues, plans: ReturnType<typeof generic>): string =>
      judgeProposal([values], { generic: plans }).notes.map(formatMessage).join(' ');

    it('says where they are the other way round', () => {
      const gains = tried(planned('old', 1000), planned('new', 10));
      const loses = tried(planned('old', 10), planned('new', 1000));
      assert.match(
        notesWith(gains, generic(100, 500)),
        /^The generic plan, .* costs more: 100 before, 500 after/,
      );
      assert.match(notesWith(loses, generic(500, 100)), /^Only the generic plan, .* costs less: 500 before/);
    });

    it('says nothing of them where they agree', () => {
      assert.equal(notesWith(tried(planned('old', 1000), planned('new', 10)), generic(900, 20)), '');
    });
  });
});
