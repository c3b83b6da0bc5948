import { buildFragments } from './build-fragments';
import type { Fragment, SourceDocument } from './fragment';

/** Where a query of its own begins in files of named queries: PrairieLearn's `-- BLOCK name`, aiosql's and sqlc's `-- name: name`. */
const NAMED_QUERY = /^--[ \t]*(?:BLOCK[ \t]+|name:[ \t]*)\w/gm;

/** One fragment for each statement of an `.sql` document, in its order; placeholders of psql and of drivers are read as parameters. */
export function findSqlFragments({ text }: SourceDocument): readonly Fragment[] {
  const starts = [0, ...Array.from(text.matchAll(NAMED_QUERY), ({ index }) => index).filter((at) => at > 0)];
  return starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? text.length;
    return buildFragments({
      text: text.slice(start, end),
      segments: [{ start: 0, end: end - start, document: { start, end }, verbatim: true }],
      holes: [],
      splices: [],
      host: { kind: 'sql' },
    });
  });
}
