import type { Slot } from './slots';
import type { Item } from './statement-items';
import { beginsDdl, expectsOperand } from './sql-words';

/** What parentheses hold, as far as their start tells. */
export type FrameKind = 'statement' | 'query' | 'in-list' | 'array' | 'names' | 'row' | 'call' | 'group';

export type Clause =
  | 'start'
  | 'with'
  | 'select'
  | 'from'
  | 'condition'
  | 'order'
  | 'limit'
  | 'insert'
  | 'target'
  | 'conflict'
  | 'set'
  | 'values'
  | 'lock';

export interface Frame {
  readonly kind: FrameKind;
  clause: Clause;
  /** BETWEENs whose AND is still to come. */
  betweens: number;
}

/** Where an item stands in its statement. */
export interface Place {
  readonly frame: Frame;
  readonly isDdl: boolean;
  readonly previous: Item | undefined;
  readonly beforePrevious: Item | undefined;
  readonly next: Item | undefined;
  /** `previous` is the AND of a BETWEEN. */
  readonly afterBetween: boolean;
}

/** Walks over a statement's items and tells each slot's place. */
export function* placesOfSlots(
  items: readonly Item[],
): Generator<{ readonly slot: Slot; readonly place: Place }> {
  const first = items.find(({ kind }) => kind === 'word')?.text ?? '';
  const isDdl = beginsDdl(first);
  const frames: Frame[] = [];
  let frame: Frame = { kind: 'statement', clause: 'start', betweens: 0 };
  let afterBetween = false;
  for (const [index, item] of items.entries()) {
    const previous = items[index - 1];
    const beforePrevious = items[index - 2];
    if (item.slot) {
      const next = items[index + 1];
      yield {
        slot: item.slot,
        place: { frame, isDdl, previous, beforePrevious, next, afterBetween },
      };
    }
    afterBetween = item.text === 'and' && frame.betweens > 0;
    if (afterBetween) frame.betweens--;
    if (item.text === '(' || item.text === '[') {
      frames.push(frame);
      frame = openFrame(item, { frame, isDdl, previous, beforePrevious });
    } else if (item.text === ')' || item.text === ']') frame = frames.pop() ?? frame;
    else if (item.kind === 'word') enterWord(frame, item.text, { isDdl, previous, beforePrevious });
  }
}

const BEFORE_QUERY = new Set([
  'from',
  'join',
  'lateral',
  'exists',
  'as',
  'materialized',
  'union',
  'except',
  'intersect',
]);
const BEFORE_NAMES = new Set(['using', 'conflict', 'set']);

function openFrame(
  { text }: Item,
  { frame, isDdl, previous, beforePrevious }: Pick<Place, 'frame' | 'isDdl' | 'previous' | 'beforePrevious'>,
): Frame {
  const kind = text === '[' ? 'array' : kindOfFrame(frame, isDdl, previous, beforePrevious);
  const clause = kind === 'group' ? frame.clause : kind === 'names' ? 'target' : 'start';
  return { kind, clause, betweens: 0 };
}

function kindOfFrame(
  { kind, clause }: Frame,
  isDdl: boolean,
  previous: Item | undefined,
  beforePrevious: Item | undefined,
): FrameKind {
  if (!previous) return 'query';
  const { text } = previous;
  if (text === '(') return clause === 'start' && kind === 'query' ? 'query' : 'group';
  if (text === ',') return clause === 'values' ? 'row' : clause === 'from' ? 'query' : 'group';
  if (previous.kind === 'word') {
    if (text === 'in') return 'in-list';
    if (text === 'values') return 'row';
    if (text === 'all' && beforePrevious?.text === 'union') return 'query';
    if (text === 'any' || text === 'some' || text === 'all') return 'array';
    if (BEFORE_QUERY.has(text)) return 'query';
    if (BEFORE_NAMES.has(text)) return 'names';
    if (expectsOperand(text)) return 'group';
  }
  const isName =
    previous.kind === 'word' || previous.kind === 'quoted-identifier' || previous.kind === 'slot';
  if (!isName) return 'group';
  // `AS t (a, b)`, `WITH t (a, b) AS`
  const isColumnList = beforePrevious?.text === 'as' || NAMES_COLUMNS.has(clause);
  return isColumnList || (isDdl && clause === 'start') ? 'names' : 'call';
}

const NAMES_COLUMNS = new Set<Clause>(['with', 'insert', 'target']);

const CLAUSE_OF_WORD: ReadonlyMap<string, Clause> = new Map([
  ['select', 'select'],
  ['returning', 'select'],
  ['join', 'from'],
  ['where', 'condition'],
  ['having', 'condition'],
  ['by', 'order'],
  ['limit', 'limit'],
  ['offset', 'limit'],
  ['fetch', 'limit'],
  ['set', 'set'],
  ['values', 'values'],
  ['insert', 'insert'],
  ['conflict', 'conflict'],
  ['union', 'start'],
  ['except', 'start'],
  ['intersect', 'start'],
]);

function enterWord(
  frame: Frame,
  word: string,
  { isDdl, previous, beforePrevious }: Pick<Place, 'isDdl' | 'previous' | 'beforePrevious'>,
): void {
  switch (word) {
    case 'from':
      if (!isFunctionSyntax(frame, previous, beforePrevious)) frame.clause = 'from';
      break;
    case 'on':
      if (previous?.text !== 'distinct') {
        frame.clause = isDdl && frame.clause !== 'from' ? 'target' : 'condition';
      }
      break;
    case 'into':
      if (frame.clause !== 'insert') frame.clause = 'target';
      break;
    case 'update':
      frame.clause = previous?.text === 'for' || previous?.text === 'key' ? 'lock' : 'target';
      break;
    case 'with':
      if (frame.clause === 'start') frame.clause = 'with';
      break;
    case 'for':
      if (frame.clause !== 'start') frame.clause = 'lock';
      break;
    case 'between':
      frame.betweens++;
      break;
    default:
      frame.clause = CLAUSE_OF_WORD.get(word) ?? frame.clause;
  }
}

/** `extract(epoch FROM x)`, `a IS DISTINCT FROM b`: no table follows. */
export function isFunctionSyntax(
  frame: Frame,
  previous: Item | undefined,
  beforePrevious: Item | undefined,
): boolean {
  if (frame.kind === 'call' && frame.clause === 'start') return true;
  return previous?.text === 'distinct' && (beforePrevious?.text === 'is' || beforePrevious?.text === 'not');
}
