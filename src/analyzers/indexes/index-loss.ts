import type { TableUse } from '../index-uses';
import { doesAsMuch, type IndexService, withBest } from './index-service';

/** What becomes of a query's access to a table when an index is gone. */
export type IndexLoss =
  /** Another index does as much. */
  | { readonly kind: 'nothing'; readonly by: string }
  /** Another index finds the rows, but does less for the query. */
  | { readonly kind: 'some'; readonly by: IndexService; readonly lost: IndexService }
  /** Another index delivers the order or holds the rows, and finds none of those that are asked for. */
  | { readonly kind: 'search'; readonly by: IndexService }
  /** No other index: the whole table is read. */
  | { readonly kind: 'everything' }
  /** ON CONFLICT has no unique index any more, and PostgreSQL refuses the statement. */
  | { readonly kind: 'statement' };

/** `undefined`: the index does nothing for this access. */
export function lossOf({ serving, purpose }: TableUse, index: string): IndexLoss | undefined {
  const lost = serving.find((service) => service.index === index);
  if (!lost) return undefined;
  const [best, ...others] = without(serving, index);
  if (!best) return { kind: purpose === 'conflict' ? 'statement' : 'everything' };
  const equal = [best, ...others].find((service) => doesAsMuch(service, lost) && !service.arms);
  if (equal) return { kind: 'nothing', by: equal.index };
  if (best.keys.length === 0 && lost.keys.length > 0) return { kind: 'search', by: best };
  return { kind: 'some', by: best, lost };
}

/** Of an OR nothing is left where one of its alternatives has no index any more. */
function without(serving: readonly IndexService[], index: string): readonly IndexService[] {
  const rest = serving.filter((service) => service.index !== index);
  const armsBefore = armsOf(serving);
  const isBroken = armsOf(rest).size < armsBefore.size;
  return withBest(isBroken ? rest.filter(({ arms }) => arms === undefined) : rest);
}

function armsOf(services: readonly IndexService[]): ReadonlySet<number> {
  return new Set(services.flatMap(({ arms = [] }) => arms));
}
