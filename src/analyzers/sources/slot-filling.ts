import type { Clause, Place } from './clauses';
import { holeIdentifier, type HoleRole } from './fragment';
import { beginsClause, expectsName, expectsNameInDdl } from './sql-words';
import type { Slot } from './slots';
import type { Item } from './statement-items';

/** What is written instead of a slot, and what that says of it. */
export interface Filling {
  readonly role: HoleRole;
  /** The text for the slot's number. Never empty, so that the tokens around it stay apart and the slot keeps a place. */
  readonly write: (number: number) => string;
}

const VALUE: Filling = { role: 'value', write: (number) => `$${number}` };
const NAME: Filling = { role: 'identifier', write: holeIdentifier };

function guess(write: (number: number) => string): Filling {
  return { role: 'unknown', write };
}

const QUERY_TEXT = (number: number): string => `SELECT * FROM ${holeIdentifier(number)}`;

const NOTHING = guess(() => ' ');
const OPERAND = guess((number) => `$${number}`);
const COLUMN = guess(holeIdentifier);
const EVERYTHING = guess(() => '*');
const LIST = guess((number) => `($${number})`);
const QUERY = guess(QUERY_TEXT);
const QUERY_IN_PARENTHESES = guess((number) => `(${QUERY_TEXT(number)})`);
const ASSIGNMENT = guess((number) => `${holeIdentifier(number)} = NULL`);
const COMMON_TABLE = guess((number) => `${holeIdentifier(number)} AS (${QUERY_TEXT(number)})`);
const DEFAULT_VALUES = guess(() => ' DEFAULT VALUES');
const DO_NOTHING = guess(() => ' DO NOTHING');
const INSERTION = guess((number) => `INSERT INTO ${holeIdentifier(number)} DEFAULT VALUES`);
const STRING = guess((number) => `'${holeIdentifier(number)}'`);
/** No index serves it, so nothing follows from the guess. */
const OPERATOR = guess(() => '<>');

/** Text inside quotes or a comment. */
export const QUOTED: Filling = { role: 'quoted', write: holeIdentifier };

/** Reads from a slot's place what must stand there. */
export function fillSlot(slot: Slot, place: Place): Filling {
  if (slot.style === 'numbered') return VALUE;
  if (slot.form === 'quoted-name' || isNamePlace(place)) return isColumnPlace(place) ? COLUMN : NAME;
  if (slot.form === 'part-of-name') return COLUMN;
  const { previous } = place;
  if (!previous) return NOTHING;
  if (previous.endsOperand) return fillBehindOperand(place);
  if (slot.content === 'name') return READS_COLUMNS.has(place.frame.clause) ? COLUMN : NAME;
  return (
    fillForWord(place, previous) ?? fillInFrame(slot, place, previous) ?? fillInClause(slot, place, previous)
  );
}

const READS_COLUMNS = new Set<Clause>(['condition', 'order', 'select']);

/** A condition, an order, a result: without the column's name little can be said of the statement. */
function isColumnPlace({ frame, previous, next }: Place): boolean {
  if (!READS_COLUMNS.has(frame.clause) || next?.text === '.' || next?.text === '(') return false;
  if (previous?.text === 'as' || previous?.text === '::') return false;
  return previous?.text === '.' || previous?.endsOperand === false;
}

function isNamePlace({ frame, isDdl, previous, beforePrevious, next }: Place): boolean {
  if (previous?.text === '.' || next?.text === '.' || previous?.text === '::') return true;
  // `DROP INDEX ${concurrently} IF EXISTS`, `CREATE INDEX ${concurrently} "name"`
  if (isDdl && (next?.text === 'if' || next?.kind === 'quoted-identifier')) return false;
  if (previous?.text === ',' && frame.clause === 'from' && frame.kind !== 'call') return true;
  if (frame.kind === 'names' && (previous?.text === '(' || previous?.text === ',')) return true;
  if (previous?.kind !== 'word') return false;
  switch (previous.text) {
    case 'from':
      return frame.clause === 'from';
    case 'update':
      return frame.clause === 'target' && beforePrevious?.text !== 'do';
    case 'as':
      return frame.clause !== 'with' && !(isDdl && frame.kind === 'statement' && isNoQueryYet(frame.clause));
    case 'on':
      return isDdl && frame.clause === 'target';
    default:
      return isDdl && frame.clause !== 'condition'
        ? expectsNameInDdl(previous.text)
        : expectsName(previous.text);
  }
}

function isNoQueryYet(clause: Clause): boolean {
  return clause === 'start' || clause === 'target';
}

const TYPES_BEFORE_STRING = new Set(['date', 'time', 'timestamp', 'timestamptz']);

/** No operand fits here: a clause, an alias, a direction, an operator, the type of a column. */
function fillBehindOperand({ frame, isDdl, previous, beforePrevious, next }: Place): Filling {
  if (isDdl && frame.kind === 'names') return NAME;
  switch (frame.clause) {
    case 'insert':
      return !next || next.text === 'returning' || next.text === 'on' ? DEFAULT_VALUES : NOTHING;
    case 'conflict':
      return next?.text === 'do' ? NOTHING : DO_NOTHING;
    case 'with':
      return next ? NOTHING : QUERY;
    case 'condition':
      if (next && next.kind !== 'slot' && beginsOperand(next)) return OPERATOR;
      break;
    default:
  }
  const isType = TYPES_BEFORE_STRING.has(previous?.text ?? '');
  return isType && beforePrevious?.endsOperand === false ? STRING : NOTHING;
}

function fillForWord(place: Place, previous: Item): Filling | undefined {
  if (previous.kind !== 'word') return undefined;
  switch (previous.text) {
    case 'interval':
      return STRING;
    case 'in':
    case 'any':
    case 'some':
    case 'values':
      return LIST;
    case 'exists':
      return QUERY_IN_PARENTHESES;
    case 'lateral':
      return place.next?.text === '(' ? NAME : QUERY_IN_PARENTHESES;
    case 'as':
    case 'materialized':
      return place.frame.clause === 'with' ? QUERY_IN_PARENTHESES : QUERY;
    case 'union':
    case 'except':
    case 'intersect':
      return QUERY;
    case 'all':
      return place.beforePrevious?.text === 'union' ? QUERY : undefined;
    case 'with':
    case 'recursive':
      return place.frame.clause === 'with' ? fillCommonTable(place) : undefined;
    case 'set':
      return fillAssignment(place);
    default:
      return undefined;
  }
}

function fillCommonTable({ next }: Place): Filling {
  if (next?.text === 'as' || next?.text === '(') return NAME;
  // `${tables} next AS (…)`: the hole brings its own comma.
  const isName =
    next?.kind === 'quoted-identifier' || (next?.kind === 'word' && !BEGINS_QUERY.has(next.text));
  return isName ? NOTHING : COMMON_TABLE;
}

const BEGINS_QUERY = new Set(['select', 'insert', 'update', 'delete', 'merge', 'values', 'table']);

function fillAssignment({ next }: Place): Filling {
  if (next?.text === '=') return NAME;
  // `${more} name = 1`: the hole brings its own comma.
  return next && next.kind !== 'slot' && beginsOperand(next) ? NOTHING : ASSIGNMENT;
}

function fillInFrame(
  slot: Slot,
  { frame, beforePrevious, next }: Place,
  previous: Item,
): Filling | undefined {
  const isAlone =
    (previous.text === '(' || previous.text === '[') && (next?.text === ')' || next?.text === ']');
  const isList = isAlone && slot.content !== 'bound';
  // `= (${x})`, `> (${a}, ${b})`
  const isCompared = previous.text === '(' && beforePrevious?.kind === 'operator';
  if (frame.kind === 'group') return isCompared ? valueOf(slot) : undefined;
  if (frame.clause !== 'start') return undefined;
  switch (frame.kind) {
    case 'query':
      return previous.text === '(' ? fillQuery(next) : undefined;
    case 'in-list':
    case 'row':
      return isList ? OPERAND : valueOf(slot);
    case 'array':
      return isList && previous.text === '[' && beforePrevious?.text === 'array' ? OPERAND : valueOf(slot);
    case 'call':
      return slot.content === 'bound' ? VALUE : OPERAND;
    default:
      return undefined;
  }
}

/** In front of what else the parentheses of a query hold. */
function fillQuery(next: Item | undefined): Filling {
  if (next?.text === 'returning' || next?.text === 'on') return INSERTION;
  const isWhole = !next || next.text === ')' || (next.kind === 'word' && beginsClause(next.text));
  return isWhole ? QUERY : NOTHING;
}

function valueOf({ content }: Slot): Filling {
  return content === 'piece' ? OPERAND : VALUE;
}

const BEGINS_LIST = new Set(['select', 'distinct', 'all', 'returning', 'by', ',']);

function fillInClause(slot: Slot, place: Place, previous: Item): Filling {
  const { frame, next, afterBetween } = place;
  // Behind `DISTINCT ON (…)` too.
  const isFirst = BEGINS_LIST.has(previous.text) || previous.text === ')';
  const isNext = previous.text === ',';
  switch (frame.clause) {
    case 'with':
      return isNext ? fillCommonTable(place) : valueOf(slot);
    case 'select':
      return isFirst ? fillTarget(slot, next) : valueOf(slot);
    case 'order':
      return isFirst ? fillOrder(next) : valueOf(slot);
    case 'set':
      return isNext ? fillAssignment(place) : valueOf(slot);
    case 'values':
      return isNext ? LIST : valueOf(slot);
    case 'condition':
      return BEFORE_PREDICATE.has(previous.text) && !afterBetween ? fillPredicate(slot, next) : valueOf(slot);
    case 'lock':
      return NOTHING;
    default:
      return valueOf(slot);
  }
}

function fillOrder(next: Item | undefined): Filling {
  return next && next.kind !== 'slot' && beginsOperand(next) ? NOTHING : COLUMN;
}

/** In a select list. */
function fillTarget(slot: Slot, next: Item | undefined): Filling {
  if (slot.holeSpan === undefined) return VALUE;
  if (next?.text === '(') return NAME;
  if (!next || next.kind === 'slot' || next.text === ',' || next.text === ')') return EVERYTHING;
  if (next.kind === 'word' && next.text !== 'as') return beginsClause(next.text) ? EVERYTHING : NOTHING;
  if (beginsOperand(next)) return NOTHING;
  return slot.content === 'bound' ? VALUE : COLUMN;
}

const BEFORE_PREDICATE = new Set(['where', 'on', 'having', 'and', 'or', 'not', 'when', '(']);

/** The left side of a comparison, or all of a condition. */
function fillPredicate(slot: Slot, next: Item | undefined): Filling {
  if (slot.holeSpan === undefined) return VALUE;
  if (
    !next ||
    next.kind === 'slot' ||
    next.text === ')' ||
    (next.kind === 'word' && beginsClause(next.text))
  ) {
    return COLUMN;
  }
  if (next.text === '(') return NAME;
  return slot.content === 'text' ? COLUMN : OPERAND;
}

function beginsOperand({ kind, text }: Item): boolean {
  switch (kind) {
    case 'word':
      return (
        !beginsClause(text) &&
        text !== 'is' &&
        text !== 'in' &&
        text !== 'not' &&
        text !== 'like' &&
        text !== 'ilike'
      );
    case 'operator':
      return false;
    case 'symbol':
      return text === '(';
    default:
      return true;
  }
}
