import type { FeedResult, SqlFeeder } from './feeder';
import { StatementCache } from './statement-cache';

/** A grammar that can be lost: it declines everything from then on. */
export type PrimaryFeeder = SqlFeeder & { readonly isLost?: boolean };

/**
 * The grammar of record, and the second one while it is absent or lost. `primary` is asked each time, so that whoever owns a lost grammar
 * can put a new one in its place. Results are remembered by text.
 */
export function createFeeder(primary: () => PrimaryFeeder | undefined, secondary: SqlFeeder): SqlFeeder {
  const cache = new StatementCache();
  const stopped = new StatementCache();
  let cached: SqlFeeder | undefined;

  const current = (): PrimaryFeeder => {
    const feeder = primary();
    return feeder && feeder.isLost !== true ? feeder : secondary;
  };

  return {
    get name() {
      return current().name;
    },
    feed(text) {
      const feeder = current();
      if (feeder !== cached) {
        cache.clear();
        cached = feeder;
      }
      // A text that stopped one instance would stop the next.
      const known = stopped.get(text) ?? cache.get(text);
      if (known) return known;
      const result: FeedResult = feeder.feed(text);
      (feeder.isLost === true ? stopped : cache).set(text, result);
      return result;
    },
  };
}
