import { splitStatements } from '../sql/split-statements';
import type { Span } from '../span';
import type { Draft } from './draft';
import type { Fragment, Hole } from './fragment';
import { foreignMark } from './foreign-marks';
import { createOffsetMap } from './offset-map';
import { replaceSlots } from './replace-slots';
import { readItems, type Item, type StatementItems } from './statement-items';

export interface FragmentSurroundings {
  /** Absent: each statement's own. */
  readonly hostStatement?: Span;
  readonly named?: boolean;
  readonly isDown?: boolean;
  /** Whether a statement is to be read at all. Absent: every one is. */
  readonly accepts?: (items: readonly Item[]) => boolean;
  /** Why all of it is for another database. */
  readonly otherDatabase?: string | undefined;
}

/** One fragment for each statement of the draft. */
export function buildFragments(draft: Draft, surroundings: FragmentSurroundings = {}): readonly Fragment[] {
  return splitStatements(draft.text).flatMap(({ span }) => buildFragment(draft, span, surroundings) ?? []);
}

const NO_ITEMS: StatementItems = { items: [], quoted: [] };

/** Cheaper than to read the statement: most `.sql` has none of it. */
const MAY_HOLD_SLOTS = /[?:@{$\ue000]|\bsqlc\./i;

function buildFragment(draft: Draft, span: Span, surroundings: FragmentSurroundings): Fragment | undefined {
  const { hostStatement, named, isDown, accepts } = surroundings;
  const mayHoldSlots = MAY_HOLD_SLOTS.test(draft.text.slice(span.start, span.end));
  const statement = mayHoldSlots || accepts ? readItems(draft, span) : NO_ITEMS;
  if (accepts?.(statement.items) === false || isNothingButSlots(statement)) return undefined;
  const otherDatabase = surroundings.otherDatabase ?? foreignMark(statement.items, draft.text);
  const { text, segments, holes, splices, operands } = replaceSlots(draft, span, statement);
  const map = createOffsetMap(segments);
  const documentSpan = map.spanToDocument({ start: 0, end: text.length });
  return {
    text,
    host: draft.host,
    ...(operands && { operands }),
    map,
    holes,
    splices,
    placeholders: placeholdersOf(statement, holes),
    approximate: holes.some(({ role }) => role === 'unknown') || splices.some(({ isCertain }) => !isCertain),
    documentSpan,
    hostStatement: hostStatement ?? documentSpan,
    ...(named === true && { named }),
    ...(isDown === true && { isDown }),
    ...(otherDatabase !== undefined && { otherDatabase }),
  };
}

/** `:statement;` in a script of psql */
function isNothingButSlots({ items }: StatementItems): boolean {
  return items.length > 0 && items.every(({ kind }) => kind === 'slot');
}

function placeholdersOf({ items }: StatementItems, holes: readonly Hole[]): Fragment['placeholders'] {
  const styles = new Set(items.map(({ slot }) => slot?.style));
  if (styles.has('positional')) return 'positional';
  if (styles.has('named')) return 'named';
  if (styles.has('numbered') || items.some(({ kind }) => kind === 'parameter')) return 'dollar';
  return holes.some(({ role }) => role === 'value') ? 'substitution' : 'none';
}
