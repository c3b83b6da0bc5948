// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} GoldenCase
 * @property {number} major
 * @property {boolean} needsJit the packages' servers have none
 * @property {string} setup a file of setups/, without its ending
 * @property {string} options of EXPLAIN, but for its format
 * @property {boolean} hasText the plan is written as text too, from a second run
 * @property {boolean} isAlone it changes the database, so each run has a copy of its own
 * @property {readonly string[]} before statements of the same session
 * @property {string} query the last statement
 */

const HEAD = /^-- (server|setup|explain|text|database): (.*)$/gm;

/**
 * Reads `case.sql`: a head of comments, statements that make the session ready, and last the one that is explained. Each ends at the end of
 * a line.
 *
 * @param {string} folder
 * @returns {GoldenCase}
 */
export function readCase(folder) {
  const text = readFileSync(join(folder, 'case.sql'), 'utf8');
  const head = new Map([...text.matchAll(HEAD)].map(([, name = '', value = '']) => [name, value.trim()]));
  const statements = text
    .replace(/^--.*\n/gm, '')
    .split(/;[ \t]*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  const query = statements.pop();
  const major = Number.parseInt(head.get('server') ?? '', 10);
  if (query === undefined || Number.isNaN(major)) throw new Error('case.sql names no server or no query.');
  return {
    major,
    needsJit: head.get('server')?.endsWith('with JIT') === true,
    setup: head.get('setup') ?? 'shop',
    options: head.get('explain') ?? '',
    hasText: head.get('text') !== 'no',
    isAlone: head.get('database') === 'its own',
    before: statements,
    query,
  };
}
