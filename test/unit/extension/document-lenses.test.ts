import assert from 'node:assert/strict';
import { DocumentLenses } from '../../../src/extension/code-lens/document-lenses';
import type { LensWord } from '../../../src/extension/code-lens/lens-words';

/** A document with a query on each line that begins with SELECT, and a half-typed one on each that begins with SELEC. */
class Typed {
  readonly lenses = new DocumentLenses();

  constructor(public text: string) {}

  /** As the linter does after a while. */
  judge({ isCalm, word }: { isCalm: boolean; word?: LensWord }): void {
    const lineOf = (offset: number): number => this.text.slice(0, offset).split('\n').length - 1;
    const queries = this.#spans(/SELECT.*/g).map((span) => ({ span, ...(word !== undefined && { word }) }));
    this.lenses.judged({ queries, wanted: queries, unread: this.#spans(/SELEC .*/g), lineOf }, isCalm);
  }

  replace(needle: string, by: string): void {
    const start = this.text.indexOf(needle);
    assert.ok(start >= 0, needle);
    this.text = this.text.replace(needle, by);
    this.lenses.edited([{ span: { start, end: start + needle.length }, length: by.length }]);
  }

  get shown(): readonly string[] {
    return this.lenses.lenses.map(({ span }) => this.text.slice(span.start, span.end));
  }

  get numbers(): readonly number[] {
    return this.lenses.lenses.map(({ number }) => number);
  }

  #spans(pattern: RegExp) {
    return [...this.text.matchAll(pattern)].map(({ index, 0: found }) => ({
      start: index,
      end: index + found.length,
    }));
  }
}

describe('The lenses of a document', () => {
  const open = (text: string): Typed => {
    const document = new Typed(text);
    document.judge({ isCalm: true });
    return document;
  };

  it('are there as soon as an unchanged document is judged', () => {
    assert.deepEqual(open('SELECT 1\n\nSELECT 2').shown, ['SELECT 1', 'SELECT 2']);
  });

  it('follow the text while it is typed in', () => {
    const document = open('\nSELECT 1\nSELECT 2');
    document.replace('\n', '-- a comment\n');
    document.replace('1', '1, 3');
    assert.deepEqual(document.shown, ['SELECT 1, 3', 'SELECT 2']);
  });

  it('change their words while somebody types, since no line moves by that', () => {
    const document = open('SELECT 1\nSELECT 2');
    document.replace('1', '10');
    document.judge({ isCalm: false, word: 'no-index' });
    assert.deepEqual(
      document.lenses.lenses.map(({ word }) => word),
      ['no-index', 'no-index'],
    );
    assert.equal(document.lenses.isWaiting, false);
  });

  it('get no neighbour before the pause: a line more would push the text down under the cursor', () => {
    const document = open('SELECT 1\n');
    document.replace('\n', '\nSELECT 2');
    document.judge({ isCalm: false });
    assert.deepEqual(document.shown, ['SELECT 1']);
    assert.equal(document.lenses.isWaiting, true);
    document.lenses.settle();
    assert.deepEqual(document.shown, ['SELECT 1', 'SELECT 2']);
    assert.equal(document.lenses.isWaiting, false);
  });

  it('leave no line before the pause', () => {
    const document = open('SELECT 1\nSELECT 2');
    document.replace('SELECT 2', 'nothing');
    document.judge({ isCalm: false });
    assert.deepEqual(document.shown, ['SELECT 1', 'nothing']);
    document.lenses.settle();
    assert.deepEqual(document.shown, ['SELECT 1']);
  });

  it('that wait follow the text as well', () => {
    const document = open('\nSELECT 1\n');
    document.replace('1\n', '1\nSELECT 2');
    document.judge({ isCalm: false });
    document.replace('\n', '-- first\n');
    document.lenses.settle();
    assert.deepEqual(document.shown, ['SELECT 1', 'SELECT 2']);
  });

  it('stay over a statement that cannot be read while it is half-typed, pause or not', () => {
    const document = open('SELECT 1\nSELECT 2');
    document.replace('SELECT 2', 'SELEC 2');
    document.judge({ isCalm: false });
    document.lenses.settle();
    assert.equal(document.shown.length, 2);
    document.judge({ isCalm: true });
    assert.deepEqual(document.shown, ['SELECT 1']);
  });

  it('keep their numbers while the text around them changes, and give none to another query', () => {
    const document = open('SELECT 1\nSELECT 2');
    const [first, second] = document.numbers;
    document.replace('SELECT 1', '-- gone');
    document.judge({ isCalm: true });
    assert.deepEqual(document.numbers, [second]);
    document.replace('-- gone', 'SELECT 3');
    document.judge({ isCalm: true });
    const [third, kept] = document.numbers;
    assert.equal(kept, second);
    assert.ok(third !== first && third !== second);
  });
});
