import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} SampleDocument
 * @property {string} label
 * @property {string} file
 * @property {string} languageId
 * @property {string} text
 * @property {number} keystrokeAt where one character is typed: inside the last query
 */

/** What the engine needs to know beside the document; the keys are those of AnalysisSettings. */
export const SETTINGS = {
  rules: {},
  serverVersion: 14,
  embeddedSql: { tags: [], callees: [] },
  expectedArraySize: 20,
  assumedRows: 1_000_000,
  requireSuppressionReason: false,
  today: '2026-01-01',
};

const MIGRATIONS = 'samples/event-store/db/migrations';

/** @param {string} root */
export function readMigrations(root) {
  return readdirSync(join(root, MIGRATIONS))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      file: `${MIGRATIONS}/${name}`,
      text: readFileSync(join(root, MIGRATIONS, name), 'utf8'),
    }));
}

/**
 * @param {string} root
 * @returns {SampleDocument[]}
 */
export function sampleDocuments(root) {
  const eventStore = readFileSync(join(root, 'samples/event-store/src/event-store.ts'), 'utf8');
  const operations = readFileSync(join(root, 'samples/event-store/queries/operations.sql'), 'utf8');
  return [
    sample('the sample’s event-store.ts', 'typescript', eventStore),
    sample('the sample’s operations.sql', 'sql', operations),
    sample('TypeScript with 182 queries', 'typescript', repeat(182, typescriptFunction)),
    sample('SQL script with 1,000 statements', 'sql', repeat(1000, sqlStatement)),
    sample('TypeScript of 10,000 lines without SQL', 'typescript', repeat(2000, functionWithoutSql)),
  ];
}

/**
 * @param {string} label
 * @param {string} languageId
 * @param {string} text
 * @returns {SampleDocument}
 */
function sample(label, languageId, text) {
  const file = languageId === 'sql' ? 'sample.sql' : 'sample.ts';
  return { label, file, languageId, text, keystrokeAt: Math.max(text.lastIndexOf('stream_id'), 0) };
}

/**
 * @param {number} count
 * @param {(number: number) => string} make
 */
export function repeat(count, make) {
  return Array.from({ length: count }, (_, index) => make(index)).join('\n');
}

/** @param {number} number */
export function typescriptFunction(number) {
  return `export async function readEvents${number}(pool: Pool, streams: string[], after: bigint) {
  const { rows } = await pool.query(
    \`SELECT event_id, stream_id, event_type, event_data
       FROM events
      WHERE stream_id = ANY($1::text[]) AND event_id > $2
      ORDER BY event_id
      LIMIT \${limit${number}}\`,
    [streams, after],
  );
  return rows.map((row) => decode(row, ${number}));
}`;
}

/** @param {number} number */
function sqlStatement(number) {
  return `SELECT event_id, event_type FROM events WHERE stream_id = 'stream-${number}' ORDER BY event_id LIMIT ${number + 1};`;
}

/** @param {number} number */
export function functionWithoutSql(number) {
  return `export function total${number}(values: readonly number[]): number {
  const sum = values.reduce((one, other) => one + other, ${number});
  // The caller rounds.
  return sum * 1.${number};
}`;
}
