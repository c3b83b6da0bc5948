import assert from 'node:assert/strict';
import type { Finding } from '../../../src/analyzers';
import type { Fix } from '../../../src/analyzers/finding';
import { formatMessage, message } from '../../../src/analyzers/message';
import { candidateOf, type Proof } from '../../../src/analyzers/plans/evidence/proof';
import { provableFixes } from '../../../src/analyzers/plans/evidence/proven-finding';
import { ProvenFindings } from '../../../src/extension/proven-findings';

const TEXT = 'SELECT a FROM b';
const fix = (id: string, kind: 'rewrite' | 'edit-ddl'): Fix => ({
  id,
  title: message('Fix it by {0}', id),
  kind,
  preferred: false,
  edits: [],
});
const FINDING: Finding = {
  ruleId: 'missing-stream-index',
  severity: 'warning',
  certainty: 'catalogued',
  message: message('It is slow.'),
  basis: message('Judged.'),
  span: { start: 7, end: 8 },
  statementSpan: { start: 0, end: TEXT.length },
  suppressionOffset: 0,
  related: [],
  fixes: [fix('rewrite/one', 'rewrite')],
};
const PROOF: Proof = {
  candidate: candidateOf(fix('rewrite/one', 'rewrite')),
  certainty: 'planned',
  sentences: [message('It costs {0} times less.', 90)],
  isWithdrawn: false,
};

describe('A finding whose proposal a server has tried', () => {
  const proven = (proof: Proof, finding = FINDING, text = TEXT): Finding | undefined => {
    const proofs = new ProvenFindings(formatMessage);
    proofs.record(FINDING, TEXT, proof);
    return proofs.apply([finding], text)[0];
  };

  it('is as certain as the plan, and has its figures', () => {
    assert.deepEqual(proven(PROOF), { ...FINDING, certainty: 'planned', evidence: PROOF.sentences });
  });

  it('no longer proposes what the planner would not use, and is a hint when nothing else is proposed', () => {
    const withdrawn = proven({ ...PROOF, isWithdrawn: true });
    assert.deepEqual(withdrawn?.fixes, []);
    assert.equal(withdrawn.severity, 'hint');
    const other = { ...FINDING, fixes: [...FINDING.fixes, fix('rewrite/two', 'rewrite')] };
    const kept = proven({ ...PROOF, isWithdrawn: true }, other);
    assert.deepEqual([kept?.severity, kept?.fixes.map(({ id }) => id)], ['warning', ['rewrite/two']]);
  });

  it('stays proven where its statement has moved, and no longer than the statement stays the same', () => {
    const moved: Finding = {
      ...FINDING,
      span: { start: 8, end: 9 },
      statementSpan: { start: 1, end: TEXT.length + 1 },
    };
    assert.equal(proven(PROOF, moved, ` ${TEXT}`)?.certainty, 'planned');
    assert.equal(proven(PROOF, FINDING, 'SELECT c FROM b'), FINDING);
  });

  describe('by several proposals', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => fix(`rewrite/${name}`, 'rewrite'));
    assert.ok(one && two && three);
    const finding = { ...FINDING, fixes: [one, two, three] };
    const proofOf = (tried: Fix, change: Partial<Proof>): Proof => ({
      ...PROOF,
      candidate: candidateOf(tried),
      sentences: [message(tried.id)],
      ...change,
    });
    const unasked = (...all: readonly Proof[]): readonly [ProvenFindings, Finding | undefined] => {
      const proofs = new ProvenFindings(formatMessage);
      for (const proof of all) proofs.recordUnasked(finding, TEXT, proof);
      return [proofs, proofs.apply([finding], TEXT)[0]];
    };

    it('prefers the one that gains most, and tells of it', () => {
      const [, shown] = unasked(proofOf(one, { gain: 2 }), proofOf(three, { gain: 9 }));
      assert.deepEqual(
        shown?.fixes.map(({ id }) => id),
        [three.id, one.id, two.id],
      );
      assert.deepEqual(shown.evidence?.map(formatMessage), [
        'Of 2 proposals the planner gains most by “Fix it by rewrite/three”.',
        three.id,
      ]);
      assert.deepEqual(
        shown.fixes.map(({ preferred }) => preferred),
        [true, false, false],
      );
    });

    it('prefers the one that the rule puts first where the planner sees no difference', () => {
      const [, shown] = unasked(proofOf(two, { gain: 8.9 }), proofOf(three, { gain: 9 }));
      assert.deepEqual(
        shown?.fixes.map(({ id }) => id),
        [two.id, three.id, one.id],
      );
    });

    it('prefers none where only one was tried, or none gains anything', () => {
      const [, alone] = unasked(proofOf(two, { gain: 9 }));
      const [, doubted] = unasked(proofOf(one, { isDoubted: true }), proofOf(two, { isDoubted: true }));
      for (const shown of [alone, doubted]) {
        assert.ok(shown?.fixes.every(({ preferred }) => !preferred));
        assert.equal(shown?.evidence?.length, 1);
      }
    });

    it('counts for nothing where a setting has made another proposal of the same fix', () => {
      const [proofs] = unasked(proofOf(one, { gain: 9 }));
      const other = { ...one, edits: [{ span: { start: 0, end: 0 }, newText: 'other' }] };
      const changed = { ...finding, fixes: [other, two, three] };
      assert.deepEqual(proofs.apply([changed], TEXT), [changed]);
    });

    it('weighs less where none gains anything for an average value, and still proposes', () => {
      const [, shown] = unasked(...finding.fixes.map((each) => proofOf(each, { isDoubted: true })));
      assert.deepEqual([shown?.severity, shown?.fixes.length], ['information', 3]);
    });

    it('counts for nothing where somebody has asked, and is forgotten with its schema', () => {
      const [proofs] = unasked(proofOf(one, { isDoubted: true }));
      proofs.record(finding, TEXT, proofOf(two, { gain: 3 }));
      assert.deepEqual(proofs.apply([finding], TEXT)[0]?.evidence, [message(two.id)]);
      const [others] = unasked(proofOf(one, { gain: 3 }));
      others.forgetUnasked();
      assert.deepEqual(others.apply([finding], TEXT), [finding]);
    });
  });

  it('can be proven by a plan where the fix is a rewrite or makes an index', () => {
    const fixes = [fix('rewrite/one', 'rewrite'), fix('ddl', 'edit-ddl')];
    assert.deepEqual(
      provableFixes({ ...FINDING, fixes }).map(({ id }) => id),
      ['rewrite/one'],
    );
  });
});
