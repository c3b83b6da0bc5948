import type { AccessPath, Subject } from '../query/access-path';
import type { ServerVersion } from '../schema/server-version';
import { printExpression } from '../sql/print-expression';
import { servedArms } from './served-arms';
import { findsRows, type Support, supportsOf, type UnusableSupport, type UsableSupport } from './supports';

/** What an index does for an access path. Plain data: it crosses threads. */
export interface IndexService {
  readonly index: string;
  /** What the index finds rows by, as its definition has it, in its order. Empty: nothing bounds the scan. */
  readonly keys: readonly string[];
  /** By an equality, an array or a containment: the work follows the rows asked for, not the table. */
  readonly findsRows: boolean;
  /** `begun`: the first keys of the order, the rest is sorted piece by piece. */
  readonly order: 'not-asked' | 'delivered' | 'begun' | 'not-delivered';
  /** Every column that the query reads is in it. */
  readonly covers: boolean;
  /** It finds blocks, not rows. */
  readonly lossy: boolean;
  /** Number of leading keys that the scan skips over, value by value. */
  readonly skips: number;
  /** It holds only rows that the query asks for, or some more. */
  readonly partial: boolean;
  /** Of an OR, which of its alternatives it finds, counted from 0: the others need an index of their own. Absent: it serves the path alone. */
  readonly arms?: readonly number[];
  /** No other index of the table does more for the path. Several may do as much, each in its way. */
  readonly isBest: boolean;
}

export interface UnservingIndex {
  readonly index: string;
  readonly reason: UnusableSupport['reason'];
}

export interface Services {
  /** The best first, then as the table has them. */
  readonly serving: readonly IndexService[];
  readonly others: readonly UnservingIndex[];
}

/** What every index of the table does for a path. Those count too that a server does not have yet. */
export function servicesFor(path: AccessPath, server: ServerVersion): Services {
  const supports = supportsOf(path, server);
  const whole = supports.filter(isUsable).map((support) => serviceOf(support));
  const arms = servedArms(path, server)
    .filter(({ support }) => !whole.some(({ index }) => index === support.index.name))
    .map(({ support, arms: found }) => ({ ...serviceOf(support), arms: found }));
  const serving = withBest([...whole, ...arms]);
  const named = new Set(serving.map(({ index }) => index));
  return {
    serving,
    others: supports.flatMap((support) =>
      support.usable || named.has(support.index.name)
        ? []
        : [{ index: support.index.name, reason: support.reason }],
    ),
  };
}

/** Marks the best of some services and puts them first. */
export function withBest(services: readonly Omit<IndexService, 'isBest'>[]): readonly IndexService[] {
  const marked = services.map((service) => ({
    ...service,
    isBest: !services.some((other) => doesMore(other, service)),
  }));
  return [...marked.filter(({ isBest }) => isBest), ...marked.filter(({ isBest }) => !isBest)];
}

type Unranked = Omit<IndexService, 'isBest'>;

/** In no respect less, and in some more. */
function doesMore(one: Unranked, other: Unranked): boolean {
  return doesAsMuch(one, other) && !doesAsMuch(other, one);
}

/** In no respect less. */
export function doesAsMuch(one: Unranked, other: Unranked): boolean {
  const others = ranks(other);
  return ranks(one).every((rank, respect) => rank >= (others[respect] ?? 0));
}

const ORDERS: readonly IndexService['order'][] = ['not-delivered', 'begun', 'delivered'];

function ranks({ arms, findsRows: finds, keys, order, covers, lossy, skips, partial }: Unranked) {
  return [
    arms ? 0 : 1,
    finds ? 1 : 0,
    keys.length,
    ORDERS.indexOf(order),
    covers ? 1 : 0,
    lossy ? 0 : 1,
    -skips,
    partial ? 1 : 0,
  ];
}

function isUsable(support: Support): support is UsableSupport {
  return support.usable;
}

function serviceOf(support: UsableSupport): Unranked {
  const { index, bounding, order, covers, lossy, skips = 0 } = support;
  return {
    index: index.name,
    keys: bounding.map(({ subject }) => printSubject(subject)),
    findsRows: findsRows(support),
    order: ORDER_WORDS[order.kind],
    covers,
    lossy,
    skips,
    partial: index.predicate !== undefined,
  };
}

const ORDER_WORDS: Readonly<Record<UsableSupport['order']['kind'], IndexService['order']>> = {
  'none-asked': 'not-asked',
  full: 'delivered',
  prefix: 'begun',
  none: 'not-delivered',
};

function printSubject(subject: Subject): string {
  if (subject.kind === 'column') return subject.column;
  return printExpression(subject.expression) ?? '…';
}
