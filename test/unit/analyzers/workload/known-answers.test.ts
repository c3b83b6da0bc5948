import assert from 'node:assert/strict';
import { KnownAnswers } from '../../../../src/analyzers/workload/known-answers';

describe('What follows from the answers of a planner', () => {
  const answers = new KnownAnswers();
  // Asked about the indexes 0, 1 and 2 it took 1.
  answers.add(0b111n, 0b010n, { cost: 10, used: [] });
  answers.add(0b000n, 0b000n, { cost: 90, used: [] });

  it('is the same plan with fewer indexes, among them those that it takes', () => {
    assert.equal(answers.exactly(0b010n)?.cost, 10);
    assert.equal(answers.exactly(0b110n)?.cost, 10);
  });

  it('is no plan without an index that it takes, nor with one that nobody asked about', () => {
    assert.equal(answers.exactly(0b101n), undefined);
    assert.equal(answers.exactly(0b1010n), undefined);
  });

  it('is what it costs at least with fewer indexes, and nothing with more', () => {
    assert.equal(answers.atLeast(0b101n), 10);
    assert.equal(answers.atLeast(0b000n), 90);
    assert.equal(answers.atLeast(0b1000n), 0);
  });
});
