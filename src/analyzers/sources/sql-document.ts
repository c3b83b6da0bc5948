import { buildFragments } from './build-fragments';
import type { Fragment, SourceDocument } from './fragment';

/** One fragment for each statement of an `.sql` document, in its order; placeholders of psql and of drivers are read as parameters. */
export function findSqlFragments({ text }: SourceDocument): readonly Fragment[] {
  const whole = { start: 0, end: text.length };
  return buildFragments({
    text,
    segments: [{ ...whole, document: whole, verbatim: true }],
    holes: [],
    splices: [],
    host: { kind: 'sql' },
  });
}
