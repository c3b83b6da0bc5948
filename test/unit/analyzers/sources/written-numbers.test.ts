import assert from 'node:assert/strict';
import { findWrittenNumbers } from '../../../../src/analyzers/sources/typescript/written-numbers';
import { fragmentOf } from './fragments-of';

const PAGE = '`SELECT a FROM t WHERE b = ANY($1) ORDER BY a LIMIT $2`';

/** A module, and the numbers that it has for its parameters. */
type Case = readonly [module: string, numbers: Readonly<Record<number, string>>];

const KNOWN: readonly Case[] = [
  [`async function read(ids, limit = 1000) { return db.query(${PAGE}, [ids, limit]); }`, { 2: '1000' }],
  [`const read = (ids, { limit = 50 } = {}) => db.query(${PAGE}, [ids, limit]);`, { 2: '50' }],
  [`const read = (ids, limit?: number) => db.query(${PAGE}, [ids, limit ?? 25]);`, { 2: '25' }],
  [`const read = (ids) => db.query(${PAGE}, [ids, 20]);`, { 2: '20' }],
  [`const SIZE = 200; const read = (ids) => db.query(${PAGE}, [ids, SIZE]);`, { 2: '200' }],
  [`const PAGES = { size: 30 }; const read = (ids) => db.query(${PAGE}, [ids, PAGES.size]);`, { 2: '30' }],
  [`const read = (ids, n = 5) => db.query({ name: 'page', text: ${PAGE}, values: [ids, n] });`, { 2: '5' }],
  ['const read = (n = 7) => sql`SELECT a FROM t ORDER BY a LIMIT ${n}`;', { 1: '7' }],
  ['const read = (n = 7) => sql`SELECT a FROM t ORDER BY a OFFSET ${ n } LIMIT ${10}`;', { 1: '7', 2: '10' }],
  ["const read = (n = 7) => db.query('SELECT a FROM t ORDER BY a LIMIT ?', [n]);", { 1: '7' }],
];

const UNKNOWN: readonly string[] = [
  `const read = (ids, limit) => db.query(${PAGE}, [ids, limit]);`,
  `const read = (ids, limit = 9) => { limit = Math.max(limit, 1); return db.query(${PAGE}, [ids, limit]); };`,
  `let size = 9; const read = (ids) => db.query(${PAGE}, [ids, size]);`,
  `const read = (ids, limit = 1.5) => db.query(${PAGE}, [ids, limit]);`,
  `const read = (values, limit = 9) => db.query(${PAGE}, values);`,
  `const read = (ids, limit = 9) => db.query(${PAGE}, [...ids, limit]);`,
  `const limit = limit; const read = (ids) => db.query(${PAGE}, [ids, limit]);`,
  `handle([1, 2], () => db.query(${PAGE}));`,
  `run(() => db.query(${PAGE}), [1, 2]);`,
];

const numbersIn = (text: string): unknown =>
  Object.fromEntries(findWrittenNumbers({ text, languageId: 'typescript' }, fragmentOf(text)));

describe('Numbers that a program has for a query', () => {
  for (const [module, numbers] of KNOWN) {
    it(`are ${Object.values(numbers).join(' and ')} in ${module}`, () => {
      assert.deepEqual(numbersIn(module), numbers);
    });
  }

  for (const module of UNKNOWN) {
    it(`are not told by ${module}`, () => assert.deepEqual(numbersIn(module), {}));
  }
});
