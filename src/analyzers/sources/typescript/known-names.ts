import type { EmbeddedSqlSettings } from '../fragment';

/** How sure it is that a literal's text is SQL: `certain` of a tag, a marker, a query function; `possible` by its place; `never` in others. */
export type Likelihood = 'certain' | 'possible' | 'never';

/** `sql`, `this._sql`, `Prisma.sql`, `sql.unsafe`, `sql.type(row)` */
const SQL = /^_?(?:sql|pgsql|psql|pgSql)$/i;

const TAGS = new Set(['$queryRaw', '$executeRaw', '$queryRawTyped']);

/** Functions of drivers and query libraries that take SQL text (measured in 27 repositories). */
const CALLEES = new Set([
  'query',
  'queryRaw',
  'rawQuery',
  '$queryRawUnsafe',
  '$executeRawUnsafe',
  'executeRaw',
  'addSql',
  'unsafe',
  'queryRows',
  'queryRow',
  'queryOne',
  'oneOrNone',
  'manyOrNone',
]);

/** What takes text to compare, to show or to print. */
const OTHER_CALLEES = new Set(
  (
    'log info warn error debug trace describe it test context suite toBe toEqual toStrictEqual toContain toMatch toThrow ' +
    'toHaveBeenCalledWith equal strictEqual deepEqual deepStrictEqual includes startsWith endsWith indexOf match search ' +
    'split t translate gettext alert confirm prompt fail require import pragma setTitle'
  ).split(' '),
);

/** Of a template by its tag's names. */
export function likelihoodOfTag(path: readonly string[], { tags }: EmbeddedSqlSettings): Likelihood {
  const last = path.at(-1) ?? '';
  const isKnown = path.some((name) => SQL.test(name)) || TAGS.has(last) || endsWithAny(path, tags);
  return isKnown ? 'certain' : 'possible';
}

/** Of a string argument by the names of the function. */
export function likelihoodOfArgument(path: readonly string[], { callees }: EmbeddedSqlSettings): Likelihood {
  const last = path.at(-1) ?? '';
  if (CALLEES.has(last) || SQL.test(last) || endsWithAny(path, callees)) return 'certain';
  return OTHER_CALLEES.has(last) || /(?:Error|Exception|RegExp|URL)$/.test(last) ? 'never' : 'possible';
}

/** `db.sql` of the settings stands for itself, `sql` for every path that ends so. */
function endsWithAny(path: readonly string[], names: readonly string[]): boolean {
  const written = `.${path.join('.')}`;
  return names.some((name) => written.endsWith(`.${name.replace(/^this\./, '')}`));
}

/** The receiver of a helper: `sql.join(…)`, `Prisma.raw(…)`. */
export function isSqlNamespace(path: readonly string[]): boolean {
  return path.some((name) => SQL.test(name) || name === 'Prisma');
}

/**
 * What the helpers of the libraries give: a quoted name, SQL as it is written, nothing, parts with something between them. Everything else of
 * a namespace (`sql.json`, `sql.array`, `sql.val`) is sent as a parameter.
 */
export const HELPER_KINDS: ReadonlyMap<string, 'name' | 'raw' | 'empty' | 'join'> = new Map([
  ...['identifier', 'ident', 'id', 'ref', 'table', 'column', 'name'].map((name) => [name, 'name'] as const),
  ...['raw', 'unsafe', 'plain', 'fragment'].map((name) => [name, 'raw'] as const),
  ['empty', 'empty'],
  ['join', 'join'],
]);
