import type { Item } from './statement-items';

/** Every statement's first word that a driver may be sent. */
const FIRST_WORDS = new Set(
  (
    'select with insert update delete merge values table explain create alter drop truncate reindex analyze vacuum cluster refresh ' +
    'comment grant revoke lock copy call do set reset show begin start commit end rollback savepoint release abort prepare execute ' +
    'deallocate declare fetch move close listen notify unlisten discard checkpoint reassign security import load'
  ).split(' '),
);

/** Whether text that is known to be SQL is a statement, not a clause or a condition. */
export function beginsStatement(items: readonly Item[]): boolean {
  const first = items[firstIndex(items)];
  return (
    first?.kind === 'word' &&
    FIRST_WORDS.has(first.text) &&
    !isNoSql(items) &&
    !isOperand(items) &&
    !isCutShort(items)
  );
}

/** Whether text that is only possibly SQL has the beginning of a query or of table or index DDL, and none of what prose and other dialects have. */
export function looksLikeStatement(items: readonly Item[]): boolean {
  let first = firstIndex(items);
  if (items[first]?.text === 'explain') first = behindExplain(items, first + 1);
  return (
    hasStatementShape(items, first) &&
    !isNoSql(items) &&
    !isProse(items) &&
    !isOperand(items) &&
    !isCutShort(items)
  );
}

/** Behind holes and parentheses: `${with} SELECT`, `(SELECT …) UNION …`. */
function firstIndex(items: readonly Item[]): number {
  return items.findIndex(({ kind, text }) => kind !== 'slot' && text !== '(');
}

function behindExplain(items: readonly Item[], from: number): number {
  let index = from;
  if (items[index]?.text === '(') index = items.findIndex(({ text }, i) => i > index && text === ')') + 1;
  while (items[index]?.text === 'analyze' || items[index]?.text === 'verbose') index++;
  return index;
}

function hasStatementShape(items: readonly Item[], first: number): boolean {
  const next = items[first + 1];
  switch (items[first]?.text) {
    case 'select':
      return items.some((_, index) => index > first + 1 && isFromTable(items, index));
    case 'with':
      return hasCommonTable(items, next?.text === 'recursive' ? first + 2 : first + 1);
    case 'insert':
      return hasInsertTarget(items, first);
    case 'merge':
      return next?.text === 'into' && hasWithin(items, first + 3, 6, ['using']);
    case 'delete':
      return next?.text === 'from' && isName(items[first + 2]);
    case 'update':
      return isName(next) && hasWithin(items, first + 2, 6, ['set']);
    case 'values':
      return next?.text === '(' && items[first + 2]?.text !== ')';
    case 'create':
    case 'alter':
    case 'drop':
      return hasDdlTarget(items, first + 1);
    case 'set':
      return items.slice(first + 1, first + 3).some(({ text }) => text.startsWith('enable_'));
    default:
      return false;
  }
}

/** Other databases have words in front of INTO: `INSERT IGNORE INTO`, `INSERT OR REPLACE INTO`. */
function hasInsertTarget(items: readonly Item[], first: number): boolean {
  const into = items.findIndex(({ text }, index) => index > first && text === 'into');
  const isNear = into === first + 1 || (into === first + 2 && items[first + 1]?.text === 'ignore');
  const isEither = into === first + 3 && items[first + 1]?.text === 'or';
  return (isNear || isEither) && isName(items[into + 1]) && hasRows(items, into + 2);
}

/** In back-ticks too: other databases quote names so. */
function isName(item: Item | undefined): boolean {
  if (item?.kind === 'operator') return item.text.startsWith('`');
  return item?.kind === 'word' || item?.kind === 'quoted-identifier' || item?.kind === 'slot';
}

/** `ONLY schema.table * AS alias` is the longest way to name a table. */
function hasWithin(items: readonly Item[], from: number, count: number, words: readonly string[]): boolean {
  return items.slice(from, from + count).some(({ text }) => words.includes(text));
}

function isFromTable(items: readonly Item[], index: number): boolean {
  const next = items[index + 1];
  return items[index]?.text === 'from' && (isName(next) || next?.text === '(');
}

/** Columns, values or a query behind the table; a hole may be any of them. */
function hasRows(items: readonly Item[], from: number): boolean {
  const rows = ['(', 'values', 'select', 'default', 'overriding', 'with', 'table'];
  return hasWithin(items, from, 5, rows) || items.slice(from, from + 3).some(({ slot }) => slot);
}

function hasCommonTable(items: readonly Item[], at: number): boolean {
  const next = items[at + 1]?.text;
  return isName(items[at]) && (next === 'as' || next === '(' || items[at]?.kind === 'slot');
}

const DDL_MODIFIERS = new Set(
  'or replace unique unlogged temp temporary local global materialized foreign'.split(' '),
);

function hasDdlTarget(items: readonly Item[], from: number): boolean {
  let index = from;
  while (DDL_MODIFIERS.has(items[index]?.text ?? '') || items[index]?.kind === 'slot') index++;
  const target = items[index]?.text;
  return (target === 'table' || target === 'index' || target === 'view') && items[index + 1] !== undefined;
}

const BEHIND_QUERY = new Set('union except intersect order limit offset fetch for'.split(' '));

/** A query in parentheses goes on with another one or its order; `(SELECT …) AS name` is a part of a statement. */
function isOperand(items: readonly Item[]): boolean {
  if (items[0]?.text !== '(') return false;
  let depth = 0;
  const close = items.findIndex(({ text }) => {
    if (text === '(') depth++;
    else if (text === ')') depth--;
    return depth === 0;
  });
  const next = items[close + 1];
  return close >= 0 && next?.kind === 'word' && !BEHIND_QUERY.has(next.text);
}

const BEGINS_MAIN = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values', 'table']);
const BEGINS_ROWS = new Set(['values', 'select', 'default', 'table', 'with', 'format', 'overriding']);

/** `INSERT INTO t (a)` and `WITH t AS (…)`: another text has the rest, and that is read where they are put together. */
function isCutShort(items: readonly Item[]): boolean {
  const first = firstIndex(items);
  switch (items[first]?.text) {
    case 'insert':
      return !hasRowsBehind(items.slice(first + 2));
    case 'with':
      return !hasMainStatement(items.slice(first + 1));
    default:
      return false;
  }
}

/** `items` begin with the table; a hole behind it may be the rows, in its parentheses it is a column. */
function hasRowsBehind(items: readonly Item[]): boolean {
  let depth = 0;
  return items.some(({ kind, text }, index) => {
    if (text === '(') depth++;
    else if (text === ')') depth--;
    if (BEGINS_ROWS.has(text)) return true;
    const before = items[index - 1];
    return kind === 'slot' && depth === 0 && before !== undefined && before.text !== '.';
  });
}

/** Behind the parentheses of its common tables; a hole may be it. */
function hasMainStatement(items: readonly Item[]): boolean {
  let depth = 0;
  return items.some(({ kind, text }, index) => {
    const before = items[index - 1];
    const isBehindTable = depth === 0 && before?.text === ')';
    if (text === '(') depth++;
    else if (text === ')') depth--;
    if (isBehindTable && (kind === 'slot' || text === '(')) return true;
    return depth === 0 && BEGINS_MAIN.has(text);
  });
}

/** Braces of styles, of GraphQL, of templates; ClickHouse's `{id: String}` is SQL. */
function isNoSql(items: readonly Item[]): boolean {
  let open = 0;
  return items.some(({ text }, index) => {
    if (text === '}') return --open < 0;
    if (text !== '{') return false;
    open++;
    const next = items[index + 2];
    return items[index + 1]?.kind !== 'word' || (next?.text !== ':' && next?.kind !== 'slot');
  });
}

const ARTICLES = new Set('the this that these those your our my their its his her each every'.split(' '));

/** "Select an item from the list" is a statement for the grammar. */
function isProse(items: readonly Item[]): boolean {
  return items.some(({ text }, index) => {
    if (text !== 'from' && text !== 'into' && text !== 'update') return false;
    const next = items[index + 1]?.text ?? '';
    const isIndefinite = (next === 'a' || next === 'an') && items[index + 2]?.kind === 'word';
    return ARTICLES.has(next) || (isIndefinite && !KEYWORDS_BEHIND_TABLE.has(items[index + 2]?.text ?? ''));
  });
}

const KEYWORDS_BEHIND_TABLE = new Set(
  'where join inner left right full cross natural group order having limit offset union except intersect for as set window returning using values'.split(
    ' ',
  ),
);
