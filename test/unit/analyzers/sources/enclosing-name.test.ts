import assert from 'node:assert/strict';
import { findEnclosingNames } from '../../../../src/analyzers/sources/typescript/enclosing-name';

/** The names at each `@` of the text. */
function namesAt(text: string, languageId = 'typescript'): readonly (string | undefined)[] {
  const nameAt = findEnclosingNames({ text, languageId });
  return [...text.matchAll(/@/g)].map(({ index }) => nameAt(index));
}

describe('The function that a query stands in', () => {
  it('is known by its declaration, or by the variable or property that holds it', () => {
    assert.deepEqual(
      namesAt(`
        export async function read() { return query('@'); }
        const write = async () => { await query('@'); };
        export const queries = { list: () => query('@'), count() { return query('@'); } };
        const text = '@';
      `),
      ['read', 'write', 'list', 'count', undefined],
    );
  });

  it('has its class before it', () => {
    assert.deepEqual(
      namesAt(`class Store {
        constructor() { query('@'); }
        async append() { await query('@'); }
        read = () => query('@');
      }`),
      ['Store.constructor', 'Store.append', 'Store.read'],
    );
  });

  it('is the innermost that has a name, and none in another language', () => {
    assert.deepEqual(namesAt(`function outer() { return [1].map(() => query('@')); }`), ['outer']);
    assert.deepEqual(namesAt(`function outer() { const inner = () => query('@'); }`), ['inner']);
    assert.deepEqual(namesAt('SELECT @', 'sql'), [undefined]);
  });
});
