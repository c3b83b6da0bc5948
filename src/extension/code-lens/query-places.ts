import type { Analysis, Finding } from '../../analyzers/finding';
import type { Span } from '../../analyzers/span';
import { type LensWord, lensWordOf } from './lens-words';

/** A query of a document, as it was judged last. */
export interface QueryPlace {
  /** In the document. */
  readonly span: Span;
  readonly word?: LensWord;
}

const QUERIES: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge']);

/** A file of thousands of INSERTs is data; nobody looks for the lens of each. */
const MAX_QUERIES = 1000;

/** What can be explained: no DDL, no utility statement, nothing that the grammar could not read, in the order of their places. */
export function queryPlaces({ statements, findings }: Analysis): readonly QueryPlace[] {
  const found = findingsByStatement(findings);
  return statements
    .filter(({ kind, state }) => state === 'analysed' && QUERIES.has(kind))
    .slice(0, MAX_QUERIES)
    .map(({ span }) => toPlace(span, found.get(keyOf(span)) ?? []))
    .sort((one, other) => one.span.start - other.span.start);
}

function toPlace(span: Span, findings: readonly Finding[]): QueryPlace {
  const word = lensWordOf(findings);
  return { span, ...(word !== undefined && { word }) };
}

function findingsByStatement(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const byStatement = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding.statementSpan);
    const others = byStatement.get(key);
    if (others) others.push(finding);
    else byStatement.set(key, [finding]);
  }
  return byStatement;
}

function keyOf({ start, end }: Span): string {
  return `${start} ${end}`;
}

/** Texts that are no statement at the moment: most are being typed. */
export function unreadSpans({ statements }: Analysis): readonly Span[] {
  return statements.filter(({ state }) => state === 'syntax-error').map(({ span }) => span);
}
