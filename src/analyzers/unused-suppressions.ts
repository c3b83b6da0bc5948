import type { Finding, SuppressionProblem, Verdict } from './finding';
import { message, type Message } from './message';
import { removalOf } from './remove-suppression';
import { isRuleId, RULE_IDS, type RuleId } from './rules/rule-id';
import type { AnalysisSettings } from './settings';
import type { Span } from './span';
import { type Directive, isDisabledBy, type ListedName, suppressionOffsets } from './suppressions';

/** A statement of the document. */
export interface JudgedPlace {
  /** Where the host's statement around it begins. */
  readonly hostStart: number;
  readonly span: Span;
  /** Absent when the text could not be read, was guessed in part or was left out: nothing follows from such a statement. */
  readonly judged:
    | {
        /** What comments disable. */
        readonly suppressed: readonly Finding[];
        readonly verdicts: readonly Verdict[];
      }
    | undefined;
}

export interface SuppressionUse {
  readonly text: string;
  readonly directives: readonly Directive[];
  readonly places: readonly JudgedPlace[];
  readonly rules: AnalysisSettings['rules'];
}

/** Reasons of a rule that saw too little to find anything. */
const BLIND = new Set(['unknown-table', 'test-file']);

/** Comments whose rules looked at what they disable, and found nothing. */
export function findUnusedSuppressions({
  text,
  directives,
  places,
  rules,
}: SuppressionUse): readonly SuppressionProblem[] {
  return directives.flatMap((directive) => {
    const concerned = places.filter((place) => concerns(directive, place));
    const isUnused = (ruleId: RuleId): boolean =>
      rules[ruleId] !== 'off' && foundNothing(directive, ruleId, concerned);
    if (directive.names.length === 0) {
      return RULE_IDS.every(isUnused) ? [problemOf(text, directive, undefined, [])] : [];
    }
    const unused = directive.names.filter((name) => isRuleId(name.text) && isUnused(name.text));
    const useless = directive.names.filter((name) => !isRuleId(name.text) || unused.includes(name));
    return unused.map((name) => problemOf(text, directive, name, useless));
  });
}

function concerns({ form, lineStart, lineEnd }: Directive, { hostStart, span }: JudgedPlace): boolean {
  if (form === 'file') return true;
  const startsThere = hostStart >= lineStart && hostStart <= lineEnd;
  return startsThere || (span.start <= lineEnd && span.end > lineStart);
}

function foundNothing(directive: Directive, ruleId: RuleId, places: readonly JudgedPlace[]): boolean {
  return (
    places.length > 0 &&
    places.every(({ judged }) => {
      if (judged === undefined) return false;
      const isUsed = judged.suppressed.some(
        (finding) =>
          finding.ruleId === ruleId && isDisabledBy(directive, ruleId, suppressionOffsets(finding)),
      );
      const isBlind = judged.verdicts.some(
        (verdict) =>
          verdict.ruleId === ruleId && verdict.reason !== undefined && BLIND.has(verdict.reason.code),
      );
      return !isUsed && !isBlind;
    })
  );
}

function problemOf(
  text: string,
  directive: Directive,
  name: ListedName | undefined,
  useless: readonly ListedName[],
): SuppressionProblem {
  return {
    kind: 'unused',
    span: name?.span ?? directive.wordSpan,
    message: sentenceOf(directive, name),
    ...removalOf(text, directive, name, useless),
  };
}

function sentenceOf({ form }: Directive, name: ListedName | undefined): Message {
  const isFile = form === 'file';
  if (name === undefined) {
    return isFile
      ? message('No rule finds anything in this file, so this disables nothing.')
      : message('No rule finds anything in the statement below, so this disables nothing.');
  }
  return isFile
    ? message('{0} finds nothing in this file, so this disables nothing.', name.text)
    : message('{0} finds nothing in the statement below, so this disables nothing.', name.text);
}
