import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../fixtures/hostile');

/** A document that would do harm if any part of it were run. */
export interface HostileDocument {
  readonly topic: string;
  readonly wants: string;
  /**
   * How explaining it may end: `refused` by the grammar because it is not one query, `planned`, or the SQLSTATE of the server's refusal. Where
   * majors differ there are several.
   */
  readonly ends: readonly string[];
  readonly text: string;
}

/** The documents of test/fixtures/hostile, and some that are too large to be written down. */
export function hostileDocuments(): readonly HostileDocument[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.sql'));
  return [...files.flatMap(readDocuments), ...LARGE];
}

/** Runs before: tables, and functions that lie about what they do. */
export function victimsSql(): string {
  return readFileSync(join(FOLDER, 'made-first/victims.sql'), 'utf8');
}

function readDocuments(file: string): readonly HostileDocument[] {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return text
    .split(/^(?=-- wants: )/m)
    .map((part) => /^-- wants: (.+)\n-- ends: (.+)\n([^]*?)\n*$/.exec(part))
    .map((match) => {
      const [, wants, ends, document] = match ?? [];
      if (wants === undefined || ends === undefined || document === undefined) {
        throw new Error(`${file} has a document without "wants" and "ends".`);
      }
      return { topic: file.replace('.sql', ''), wants, ends: ends.split(' '), text: document };
    });
}

const repeat = (part: string, times: number, between = ''): string => Array(times).fill(part).join(between);

const LARGE: readonly HostileDocument[] = [
  {
    wants: 'a plan of a thousand branches',
    ends: ['refused'],
    text: repeat('SELECT * FROM victims', 1_000, ' UNION ALL '),
  },
  {
    wants: 'a search for the order of many joins',
    ends: ['planned', '57014'],
    text: `SELECT * FROM victims v0 ${Array.from({ length: 60 }, (_, n) => `JOIN victims v${n + 1} ON v${n + 1}.id = v${n}.id`).join(' ')}`,
  },
  {
    wants: 'parentheses as deep as they come',
    ends: ['refused', '54001'],
    text: `SELECT ${repeat('(', 20_000)}1${repeat(')', 20_000)}`,
  },
  ...[90, 300].map((depth) => ({
    wants: `${depth} subqueries in one another`,
    ends: depth > 100 ? ['refused'] : ['planned', '57014'],
    text: `${repeat('SELECT * FROM (', depth)}SELECT * FROM victims${Array.from({ length: depth }, (_, n) => `) s${n}`).join('')}`,
  })),
  {
    wants: 'a list of a hundred thousand',
    ends: ['planned', '57014'],
    text: `SELECT * FROM victims WHERE id IN (${repeat('1', 100_000, ',')})`,
  },
  {
    wants: 'a condition of many parts',
    ends: ['planned', 'refused', '54001', '57014'],
    text: `SELECT * FROM victims WHERE ${repeat('id = 1', 5_000, ' OR ')}`,
  },
  {
    wants: 'a name of a megabyte',
    ends: ['refused'],
    text: `SELECT "${repeat('x', 1_000_000)}" FROM victims`,
  },
  {
    wants: 'thousands of statements',
    ends: ['refused'],
    text: repeat('DELETE FROM victims', 3_000, ';\n'),
  },
].map((document) => ({ topic: 'large', ...document }));
