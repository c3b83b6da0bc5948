import assert from 'node:assert/strict';
import { examine } from '../../fuzz/examine';
import { makeFuzzCase } from '../../fuzz/fuzz-case';
import { type FuzzDocument, readFuzzDocuments } from '../../fuzz/fuzz-documents';
import { shrink } from '../../fuzz/shrink';
import { libpgFeeder, pgsqlAstFeeder } from './feeders';

const SEED = 1;

/** A short form of `npm run fuzz`. */
describe('Documents that are cut, torn and put together by chance', function () {
  this.timeout(60_000);
  let documents: readonly FuzzDocument[];
  before(async () => {
    documents = await readFuzzDocuments();
  });

  const faultsOf = (numbers: number, feeder: Parameters<typeof examine>[1]) =>
    Array.from({ length: numbers }, (_, number) => makeFuzzCase(documents, SEED, number)).flatMap(
      (test, number) => {
        const fault = examine(test, feeder);
        return fault ? [{ number, path: test.document.path, ...fault }] : [];
      },
    );

  it('are made of all kinds of documents', () => {
    const cases = Array.from({ length: 400 }, (_, number) => makeFuzzCase(documents, SEED, number));
    const languages = new Set(cases.map(({ document }) => document.languageId));
    assert.deepEqual([...languages].sort(), ['javascript', 'markdown', 'sql', 'typescript']);
    assert.ok(new Set(cases.map(({ text }) => text)).size > 390);
  });

  it('are judged with the first grammar without a fault', async () => {
    assert.deepEqual(faultsOf(400, await libpgFeeder()), []);
  });

  it('are judged with the second grammar without a fault', () => {
    assert.deepEqual(faultsOf(60, pgsqlAstFeeder()), []);
  });

  it('have their fault looked for: a broken engine is told of', () => {
    const [test] = Array.from({ length: 400 }, (_, number) => makeFuzzCase(documents, SEED, number)).filter(
      ({ document }) => document.languageId === 'sql',
    );
    assert.ok(test);
    const feeder = {
      name: 'libpg-query',
      feed: () => {
        throw new RangeError('broken');
      },
    } as const;
    assert.equal(examine({ ...test, text: 'SELECT 1;' }, feeder)?.detail, 'broken');
  });

  it('are made small before they are shown', () => {
    assert.equal(
      shrink('x'.repeat(500) + 'a' + 'y'.repeat(300) + 'b', (text) => /a.*b/.test(text)),
      'ab',
    );
  });
});
