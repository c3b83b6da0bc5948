import { type CardDifference, compareCards } from '../../analyzers/plan-cards/compare-cards';
import type { PlanCard } from '../../analyzers/plan-cards/plan-card';
import { printCard } from '../../analyzers/plan-cards/print-card';
import type { KnownCard } from './card-folder';
import type { LeftOut, MadeCard } from './make-cards';

/** What became of a card. */
export interface CardChange {
  /** `text`: the query has another text, so another card. `gone`: there is no such query any more, or it cannot be planned. */
  readonly kind: 'new' | 'plan' | 'text' | 'gone';
  /** In the folder of cards. */
  readonly path: string;
  /** Of `text`: the card of the query as it was. */
  readonly formerPath?: string;
  /** `src/store.ts:12`; where there is no such query the file alone, as the card has it. */
  readonly place: string;
  readonly file: string;
  /** From 1. Absent: there is no such query. */
  readonly line?: number;
  readonly inFunction?: string;
  /** Why the query of `gone` cannot be planned: one sentence. */
  readonly reason?: string;
  readonly differences: readonly CardDifference[];
  /** The text of the card; absent where there is none. */
  readonly before?: string;
  readonly after?: string;
}

export interface ComparedFolder {
  /** In the order of the queries; those without a query last. */
  readonly changes: readonly CardChange[];
  readonly unchanged: number;
}

/** @param wasLookedFor whether a card of this file would have been made now */
export function compareFolder(
  made: readonly MadeCard[],
  leftOut: readonly LeftOut[],
  known: ReadonlyMap<string, KnownCard>,
  wasLookedFor: (file: string) => boolean,
): ComparedFolder {
  const paths = new Set(made.map(({ path }) => path));
  const gone = new Map([...known].filter(([path, { card }]) => !paths.has(path) && wasLookedFor(card.file)));
  const changes = made.flatMap((card) => changeOf(card, known.get(card.path), gone, made) ?? []);
  const left = [...gone].map(([path, { card, text }]): CardChange => {
    const unplanned = leftOut.find((other) => other.path === path);
    return {
      kind: 'gone',
      path,
      ...placeOf(card, unplanned?.query.place ?? card.file),
      ...(unplanned && { file: unplanned.query.file, line: unplanned.query.line, reason: unplanned.reason }),
      differences: [],
      before: text,
    };
  });
  const unchanged = made.length - changes.length;
  return { changes: [...changes, ...left], unchanged };
}

/** Takes the card that it replaces out of `gone`. */
function changeOf(
  { path, card, query }: MadeCard,
  known: KnownCard | undefined,
  gone: Map<string, KnownCard>,
  made: readonly MadeCard[],
): CardChange | undefined {
  const after = printCard(card);
  if (known?.text === after) return undefined;
  const place = { ...placeOf(card, query.place), file: query.file, line: query.line };
  if (known) {
    const differences = compareCards(known.card, card);
    return { kind: 'plan', path, ...place, differences, before: known.text, after };
  }
  const former = formerOf(card, gone, made);
  if (!former) return { kind: 'new', path, ...place, differences: [], after };
  const [formerPath, { card: before, text }] = former;
  gone.delete(formerPath);
  const differences = compareCards(before, card);
  return { kind: 'text', path, formerPath, ...place, differences, before: text, after };
}

/** The one card of the same function whose query is gone, where this is the one query of it that has none. */
function formerOf(
  card: PlanCard,
  gone: ReadonlyMap<string, KnownCard>,
  made: readonly MadeCard[],
): readonly [string, KnownCard] | undefined {
  if (card.inFunction === undefined) return undefined;
  const candidates = [...gone].filter(([, other]) => isOf(other.card, card));
  const [former] = candidates;
  const siblings = made.filter((other) => isOf(other.card, card));
  return candidates.length === 1 && siblings.length === 1 ? former : undefined;
}

function isOf(
  { file, inFunction }: Pick<PlanCard, 'file' | 'inFunction'>,
  other: Pick<PlanCard, 'file' | 'inFunction'>,
): boolean {
  return file === other.file && inFunction === other.inFunction;
}

function placeOf({ file, inFunction }: PlanCard, place: string) {
  return { file, place, ...(inFunction !== undefined && { inFunction }) };
}
