import type { DocumentEdit, Finding, Fix, RelatedPlace, Verdict } from './finding';
import type { Span } from './span';

/** What the rules say of one statement wherever it stands: offsets count from the start of its text in the document. */
export interface StatementJudgement {
  readonly span: Span;
  readonly kind: string;
  readonly state: 'analysed' | 'syntax-error' | 'declined';
  readonly approximate: boolean;
  readonly problem?: string;
  /** Of every rule, as if no comment disabled any. */
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
}

export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The finding as it is when its statement stands `by` UTF-16 units further down. */
export function shiftFinding(finding: Finding, by: number): Finding {
  return {
    ...finding,
    span: shiftSpan(finding.span, by),
    statementSpan: shiftSpan(finding.statementSpan, by),
    suppressionOffset: finding.suppressionOffset + by,
    related: finding.related.map((place) => shiftPlace(place, by)),
    fixes: finding.fixes.map((fix) => shiftFix(fix, by)),
  };
}

function shiftPlace(place: RelatedPlace, by: number): RelatedPlace {
  if ('file' in place.location) return place;
  return { ...place, location: { span: shiftSpan(place.location.span, by) } };
}

function shiftFix(fix: Fix, by: number): Fix {
  const { edits, ddl } = fix;
  const insertion = ddl?.insertion;
  return {
    ...fix,
    edits: edits.map((edit) => shiftEdit(edit, by)),
    ...(insertion && { ddl: { ...ddl, insertion: shiftEdit(insertion, by) } }),
  };
}

function shiftEdit({ span, newText }: DocumentEdit, by: number): DocumentEdit {
  return { span: shiftSpan(span, by), newText };
}

/** From the first to the last place in the document that the findings point at or edit. */
export function reachOf(findings: readonly Finding[]): Span | undefined {
  const spans = findings.flatMap(({ span, related, fixes }) => [
    span,
    ...related.flatMap(({ location }) => ('file' in location ? [] : [location.span])),
    ...fixes.flatMap(({ edits, ddl }) =>
      [...edits, ...(ddl?.insertion ? [ddl.insertion] : [])].map((edit) => edit.span),
    ),
  ]);
  if (spans.length === 0) return undefined;
  return {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
}
