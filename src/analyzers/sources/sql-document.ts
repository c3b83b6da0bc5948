import { scriptParts, type ScriptPart } from '../schema/migrations/down-parts';
import { buildFragments } from './build-fragments';
import type { Draft } from './draft';
import type { Fragment, SourceDocument } from './fragment';

/** Where a query of its own begins in files of named queries: PrairieLearn's `-- BLOCK name`, aiosql's and sqlc's `-- name: name`. */
const NAMED_QUERY = /^--[ \t]*(?:BLOCK[ \t]+|name:[ \t]*)\w/gm;

/** One fragment for each statement of an `.sql` document, in its order; placeholders of psql and of drivers are read as parameters. */
export function findSqlFragments({ text }: SourceDocument): readonly Fragment[] {
  return scriptParts(text).flatMap((part) => {
    const names = Array.from(text.slice(part.start, part.end).matchAll(NAMED_QUERY), ({ index }) => index);
    const starts = [part.start, ...names.filter((at) => at > 0).map((at) => part.start + at)];
    return starts.flatMap((start, index) =>
      fragmentsIn(text, { ...part, start, end: starts[index + 1] ?? part.end }),
    );
  });
}

function fragmentsIn(text: string, { start, end, isDown }: ScriptPart): readonly Fragment[] {
  const draft: Draft = {
    text: text.slice(start, end),
    segments: [{ start: 0, end: end - start, document: { start, end }, verbatim: true }],
    holes: [],
    splices: [],
    host: { kind: 'sql' },
  };
  return buildFragments(draft, { isDown });
}
