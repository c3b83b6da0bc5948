import type { Basis } from './describe-basis';
import type { DocumentEdit, Finding, Fix, RelatedPlace, Severity } from './finding';
import type { FindingDraft, FixDraft, RuleContext } from './rules/define-rule';
import type { RuleId } from './rules/rule-id';
import { placeEdits } from './sources/edit';
import { keepWordsApart } from './sources/keep-words-apart';
import { keepSplices } from './sources/splice-edits';

interface Placement {
  readonly ruleId: RuleId;
  readonly severity: Severity;
  readonly basis: Basis;
  readonly context: RuleContext;
}

/** Turns a rule's draft, whose spans count in the fragment, into a finding of the document. */
export function placeFinding(
  { span, message, certainty, evidence = [], related, fixes }: FindingDraft,
  { ruleId, severity, basis, context }: Placement,
): Finding {
  const { fragment } = context;
  const statementSpan = fragment.map.spanToDocument({ start: 0, end: fragment.text.length });
  return {
    ruleId,
    severity,
    certainty,
    message,
    ...(evidence.length > 0 && { evidence }),
    basis: certainty === 'stated' ? basis.stated : basis.catalogued,
    span: fragment.map.spanToDocument(span),
    statementSpan,
    suppressionOffset: fragment.hostStatement.start,
    related: related.filter(isFirstOfPlace),
    fixes: fixes
      .filter(({ edits = [] }) => keepSplices(edits, fragment))
      .map((fix) => placeFix(fix, context)),
  };
}

/** A table and the index of its constraint are declared by one statement. */
function isFirstOfPlace({ location }: RelatedPlace, index: number, all: readonly RelatedPlace[]): boolean {
  const place = placeKey(location);
  return all.findIndex((other) => placeKey(other.location) === place) === index;
}

function placeKey(location: RelatedPlace['location']): string {
  return `${'file' in location ? location.file : ''}:${location.span.start}`;
}

function placeFix({ edits = [], documentEdits = [], ...fix }: FixDraft, context: RuleContext): Fix {
  const { fragment, documentText } = context;
  const apart = edits.map((edit) => keepWordsApart(edit, fragment.text));
  const placed = [...placeEdits(apart, fragment, documentText), ...documentEdits];
  return { ...fix, edits: placed.sort(byPlace) };
}

function byPlace(one: DocumentEdit, other: DocumentEdit): number {
  return one.span.start - other.span.start;
}
