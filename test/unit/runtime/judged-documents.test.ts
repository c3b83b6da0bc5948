import assert from 'node:assert/strict';
import type { PlacedJudgement } from '../../../src/analyzers/assemble-analysis';
import type { StatementJudgement } from '../../../src/analyzers/statement-judgement';
import { DocumentMemory } from '../../../src/runtime/document-memory';
import { JudgedDocuments } from '../../../src/runtime/judged-documents';

const judgement = (kind: string): StatementJudgement => ({
  span: { start: 0, end: kind.length },
  kind,
  state: 'analysed',
  approximate: false,
  findings: [],
  verdicts: [],
});

const place = (of: StatementJudgement, offset: number): PlacedJudgement => ({
  judgement: of,
  offset,
  suppressionOffset: offset,
  suppressed: [],
});

describe('What crosses between the worker and its host for an edited document', () => {
  const [select, insert, update] = [judgement('select'), judgement('insert'), judgement('update')];
  let worker: DocumentMemory;
  let host: JudgedDocuments;
  let answers: number;
  beforeEach(() => {
    worker = new DocumentMemory();
    host = new JudgedDocuments();
    answers = 0;
  });

  /** How many judgements were sent, and what the host then knows. */
  function exchange(...statements: readonly PlacedJudgement[]) {
    const id = ++answers;
    const change = worker.toChange({ statements, suppressionProblems: [] }, id, host.lastAnswer('a.ts'));
    const analysis = host.assemble(change, id, 'a.ts');
    return {
      sent: change.fresh.length,
      known: analysis.statements.map(({ kind, span }) => [kind, span.start]),
    };
  }

  it('is only what the host does not have', () => {
    assert.deepEqual(exchange(place(select, 0), place(insert, 10)), {
      sent: 2,
      known: [
        ['select', 0],
        ['insert', 10],
      ],
    });
    assert.deepEqual(exchange(place(select, 5), place(update, 9), place(insert, 20)), {
      sent: 1,
      known: [
        ['select', 5],
        ['update', 9],
        ['insert', 20],
      ],
    });
  });

  it('is a judgement once, however often the same statement stands there', () => {
    assert.deepEqual(exchange(place(select, 0), place(select, 10)).sent, 1);
  });

  it('is everything again when either side has lost the last answer', () => {
    exchange(place(select, 0));
    host.clear();
    assert.equal(exchange(place(select, 0)).sent, 1);
    worker = new DocumentMemory();
    assert.equal(exchange(place(select, 0)).sent, 1);
    assert.equal(exchange(place(select, 0)).sent, 0);
  });

  it('forgets documents that are not edited any more', () => {
    exchange(place(select, 0));
    const other = { statements: [], fresh: [], suppressionProblems: [] };
    for (let file = 0; file < 40; file++) host.assemble(other, 100 + file, `other ${file}`);
    assert.equal(host.lastAnswer('a.ts'), 0);
    assert.equal(host.lastAnswer('other 39'), 139);
  });
});
