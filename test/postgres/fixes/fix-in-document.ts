import type { DocumentEdit, Finding, Fix } from '../../../src/analyzers/finding';
import { DEFAULT_SETTINGS } from '../../../src/analyzers/settings';
import type { Fragment } from '../../../src/analyzers/sources/fragment';
import { findSqlFragments } from '../../../src/analyzers/sources/sql-document';
import { findEmbeddedSql } from '../../../src/analyzers/sources/typescript';
import type { RuleFixture } from '../../rule-fixtures';

/** A fix of the finding that a fixture expects. */
export interface Case {
  readonly fixture: RuleFixture;
  readonly finding: Finding;
  readonly fix: Fix;
}

export function findFragments({ languageId }: RuleFixture, text: string): readonly Fragment[] {
  const document = { languageId, text };
  return languageId === 'sql'
    ? findSqlFragments(document)
    : findEmbeddedSql(document, DEFAULT_SETTINGS.embeddedSql);
}

export function judgedIndex(fragments: readonly Fragment[], { span }: Finding): number {
  return fragments.findIndex(({ documentSpan: { start, end } }) => start <= span.start && span.end <= end);
}

/** A substitution that a rewrite repeats is a parameter more, with the same value. */
export function valuesFor(
  rewritten: Fragment,
  text: string,
  original: Fragment,
  fixture: RuleFixture,
): readonly unknown[] {
  if (original.placeholders !== 'substitution') return fixture.values;
  const bySource = new Map(
    original.holes.map(({ number, documentSpan: { start, end } }) => [
      fixture.text.slice(start, end),
      fixture.values[number - 1],
    ]),
  );
  return rewritten.holes.map(({ documentSpan: { start, end } }) => bySource.get(text.slice(start, end)));
}

export function applyEdits(text: string, edits: readonly DocumentEdit[]): string {
  return [...edits]
    .reverse()
    .reduce(
      (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.end),
      text,
    );
}
