import { foreignFunction } from './foreign-functions';
import { otherDatabaseReason, type OtherDatabase } from './other-database';
import type { Item } from './statement-items';

/** What PostgreSQL's grammar has no place for, and the database that has. */
interface Mark {
  readonly database: OtherDatabase;
  readonly written: string;
}

/** Why a statement is none of PostgreSQL's, by what it is written like; `text` is what the items' spans count in. */
export function foreignMark(items: readonly Item[], text: string): string | undefined {
  for (let index = 0; index < items.length; index++) {
    const mark = markAt(items, index, text);
    if (mark) return otherDatabaseReason(mark.database, `it has ${mark.written}`);
  }
  return isLimitedChange(items) ? otherDatabaseReason('MySQL', 'it changes rows up to a LIMIT') : undefined;
}

function markAt(items: readonly Item[], index: number, text: string): Mark | undefined {
  const item = items[index];
  switch (item?.kind) {
    case 'word':
      return WORDS.get(item.text)?.(items, index) ?? markOfName(item.text);
    case 'operator':
      return item.text.includes('`') ? { database: 'another database', written: 'back-ticks' } : undefined;
    case 'symbol':
      if (item.text === '{') return { database: 'ClickHouse', written: '{name: Type}' };
      return item.text === '(' ? markOfCall(items, index, text) : undefined;
    default:
      return undefined;
  }
}

function markOfName(name: string): Mark | undefined {
  const isSqlite = name.startsWith('sqlite_') && /^sqlite_(?:master|schema|sequence|stat\d)$/.test(name);
  return isSqlite || name.startsWith('pragma_') ? { database: 'SQLite', written: name } : undefined;
}

function markOfCall(items: readonly Item[], index: number, text: string): Mark | undefined {
  const callee = items[index - 1];
  if (callee?.text === ')' && callee.span.end === items[index]?.span.start) {
    return { database: 'ClickHouse', written: 'an aggregate with parameters of its own' };
  }
  if (callee?.kind !== 'word') return undefined;
  if (callee.text === 'count' && items[index + 1]?.text === ')') {
    return { database: 'ClickHouse', written: 'count()' };
  }
  const written = text.slice(callee.span.start, callee.span.end);
  const next = items[index + 1];
  const argument = next?.kind === 'string' ? text.slice(next.span.start, next.span.end) : undefined;
  const database = foreignFunction(written, argument);
  return database && { database, written: `${written}()` };
}

type Look = (items: readonly Item[], index: number) => Mark | undefined;

/** A word between others; `a|b` is either of two. */
function around(
  database: OtherDatabase,
  written: string,
  before: readonly string[],
  behind: readonly string[],
): Look {
  return (items, index) => {
    const isIt =
      before.every((words, place) => isOneOf(items[index - before.length + place], words)) &&
      behind.every((words, place) => isOneOf(items[index + 1 + place], words));
    return isIt ? { database, written } : undefined;
  };
}

function isOneOf(item: Item | undefined, words: string): boolean {
  return item !== undefined && words.split('|').includes(item.text);
}

function either(...looks: readonly Look[]): Look {
  return (items, index) => {
    for (const look of looks) {
      const mark = look(items, index);
      if (mark) return mark;
    }
    return undefined;
  };
}

function inDdl(database: OtherDatabase, written: string): Look {
  return ([first]) =>
    first?.text === 'create' || first?.text === 'alter' ? { database, written } : undefined;
}

const WORDS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ['duplicate', around('MySQL', 'ON DUPLICATE KEY', ['on'], ['key'])],
  [
    'ignore',
    either(
      around('MySQL', 'INSERT IGNORE', ['insert'], []),
      around('MySQL', 'IGNORE INDEX', [], ['index', '(']),
    ),
  ],
  ['force', around('MySQL', 'FORCE INDEX', [], ['index|key', '('])],
  ['use', around('MySQL', 'USE INDEX', [], ['index|key', '('])],
  ['auto_increment', inDdl('MySQL', 'AUTO_INCREMENT')],
  ['autoincrement', inDdl('SQLite', 'AUTOINCREMENT')],
  ['rowid', around('SQLite', 'WITHOUT ROWID', ['without'], [])],
  ['nocase', around('SQLite', 'COLLATE NOCASE', ['collate'], [])],
  ['or', around('SQLite', 'INSERT OR …', ['insert|update'], ['replace|ignore|abort|rollback|fail'])],
  [
    'prewhere',
    (items, index) =>
      isName(items[index - 1]) ? { database: 'ClickHouse', written: 'PREWHERE' } : undefined,
  ],
  [
    'final',
    (items, index) => (isFinal(items, index) ? { database: 'ClickHouse', written: 'FINAL' } : undefined),
  ],
  ['array', around('ClickHouse', 'ARRAY JOIN', [], ['join'])],
  [
    'settings',
    (items, index) => (isSetting(items, index) ? { database: 'ClickHouse', written: 'SETTINGS' } : undefined),
  ],
  ['format', around('ClickHouse', 'FORMAT', [], ['jsoneachrow|jsoncompact|tabseparated|jsonstringseachrow'])],
  ['engine', markOfEngine],
  ['interval', markOfInterval],
  ['limit', markOfLimit],
  ['top', markOfTop],
  ['nolock', around('SQL Server', 'WITH (NOLOCK)', ['with', '('], [')'])],
  ['apply', around('SQL Server', 'APPLY', ['cross|outer'], [])],
  ['output', around('SQL Server', 'OUTPUT', [], ['inserted|deleted', '.'])],
]);

function isName(item: Item | undefined): boolean {
  return item?.kind === 'word' || item?.kind === 'quoted-identifier' || item?.kind === 'slot';
}

/** `FROM events FINAL`, but not where `final` is a name: `FROM totals final WHERE final.a = 1`. */
function isFinal(items: readonly Item[], index: number): boolean {
  const isQualified = items[index - 2]?.text === '.';
  const from = items[index - (isQualified ? 4 : 2)];
  if (!isName(items[index - 1]) || from?.text !== 'from') return false;
  return !items.some(({ text }, place) => text === 'final' && items[place + 1]?.text === '.');
}

/** `SETTINGS max_threads = 8` */
function isSetting(items: readonly Item[], index: number): boolean {
  return (
    items[index + 1]?.kind === 'word' && items[index + 2]?.text === '=' && items[index - 1]?.text !== ','
  );
}

/** `ENGINE = MergeTree` */
function markOfEngine(items: readonly Item[], index: number): Mark | undefined {
  if (items[0]?.text !== 'create' || items[index + 1]?.text !== '=') return undefined;
  const isClickHouse = items[index + 2]?.text.endsWith('mergetree') === true;
  return { database: isClickHouse ? 'ClickHouse' : 'MySQL', written: 'ENGINE =' };
}

/** `INTERVAL 7 DAY`: PostgreSQL wants a string. */
function markOfInterval(items: readonly Item[], index: number): Mark | undefined {
  const isIt = items[index + 1]?.kind === 'number' && items[index + 2]?.kind === 'word';
  return isIt ? { database: 'another database', written: 'an INTERVAL without quotes' } : undefined;
}

/** `LIMIT 20, 10` */
function markOfLimit(items: readonly Item[], index: number): Mark | undefined {
  const count = items[index + 1];
  const isIt = (count?.kind === 'number' || count?.kind === 'slot') && items[index + 2]?.text === ',';
  return isIt ? { database: 'another database', written: 'LIMIT with two numbers' } : undefined;
}

/** `SELECT TOP 10 a` */
function markOfTop(items: readonly Item[], index: number): Mark | undefined {
  const isIt = isOneOf(items[index - 1], 'select|distinct') && items[index + 1]?.kind === 'number';
  return isIt ? { database: 'SQL Server', written: 'TOP' } : undefined;
}

/** `DELETE FROM events LIMIT 100` */
function isLimitedChange(items: readonly Item[]): boolean {
  const first = items[0]?.text;
  if (first !== 'delete' && first !== 'update') return false;
  let depth = 0;
  return items.some(({ text }) => {
    if (text === '(') depth++;
    else if (text === ')') depth--;
    return depth === 0 && text === 'limit';
  });
}
