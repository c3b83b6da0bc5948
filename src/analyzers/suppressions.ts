import type { Finding, SuppressionProblem } from './finding';
import { message } from './message';
import { removalOf } from './remove-suppression';
import { isRuleId, type RuleId } from './rules/rule-id';
import type { AnalysisSettings } from './settings';
import type { Span } from './span';

/**
 * Comments that disable rules: `indexwright-disable-next-line rule, rule -- reason` above a statement and `indexwright-disable-file rule`
 * anywhere. Without a rule they disable all. The text behind ` -- ` is the reader's.
 */
export interface Suppressions {
  /** Whether a comment disables the rule for a statement that begins at one of the offsets. */
  disables(ruleId: RuleId, offsets: readonly number[]): boolean;
  /** Those that disable something that exists. */
  readonly directives: readonly Directive[];
  readonly problems: readonly SuppressionProblem[];
}

export interface Directive {
  readonly form: 'file' | 'next-line';
  /** As they are written, unknown ones too. Empty: every rule. */
  readonly names: readonly ListedName[];
  /** From the comment's mark to the end of its first line. */
  readonly commentSpan: Span;
  /** Its first word. */
  readonly wordSpan: Span;
  /** The offset of the first line that is disabled; for `file` unused. */
  readonly lineStart: number;
  readonly lineEnd: number;
}

export interface ListedName {
  readonly text: string;
  readonly span: Span;
}

const DIRECTIVE = /(?:--|\/\/|\/\*|^[ \t]*\*)[ \t]*indexwright-disable(?<form>[\w-]*)(?<rest>[^\n]*)/gm;

export function readSuppressions(
  text: string,
  settings: Pick<AnalysisSettings, 'requireSuppressionReason'>,
): Suppressions {
  const directives: Directive[] = [];
  const problems: SuppressionProblem[] = [];
  // The regular expression is slow where comments are many; the word is rare.
  if (mayDisableRules(text)) {
    for (const match of text.matchAll(DIRECTIVE)) {
      const directive = readDirective(text, match);
      problems.push(...problemsOf(text, match, directive, settings.requireSuppressionReason));
      if (directive !== undefined && disablesSomething(directive)) directives.push(directive);
    }
  }
  return {
    disables: (ruleId, offsets) => directives.some((directive) => isDisabledBy(directive, ruleId, offsets)),
    directives,
    problems,
  };
}

export function mayDisableRules(text: string): boolean {
  return text.includes('indexwright-disable');
}

/** Where a comment above it may expect a finding to begin. */
export function suppressionOffsets(finding: Finding): readonly number[] {
  return [finding.suppressionOffset, finding.statementSpan.start, finding.span.start];
}

export function isDisabledBy(directive: Directive, ruleId: RuleId, offsets: readonly number[]): boolean {
  const { form, names, lineStart, lineEnd } = directive;
  if (names.length > 0 && !names.some(({ text }) => text === ruleId)) return false;
  if (form === 'file') return true;
  return offsets.some((offset) => lineStart <= offset && offset <= lineEnd);
}

/** `undefined` for a form that does not exist. */
function readDirective(text: string, match: RegExpMatchArray): Directive | undefined {
  const { form = '', rest = '' } = match.groups ?? {};
  if (form !== '-file' && form !== '-next-line') return undefined;
  const start = match.index ?? 0;
  const end = start + match[0].length;
  const wordSpan = wordSpanOf(match);
  const [listed = ''] = rest.split(END_OF_NAMES);
  return {
    form: form === '-file' ? 'file' : 'next-line',
    names: [...listed.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
      text: name,
      span: { start: wordSpan.end + index, end: wordSpan.end + index + name.length },
    })),
    commentSpan: { start: start + match[0].search(/[^ \t]/), end },
    wordSpan,
    ...nextCodeLine(text, end),
  };
}

const END_OF_NAMES = /\*\/|[ \t]--(?=[ \t\r]|$)/;

function wordSpanOf({ index = 0, 0: comment, groups }: RegExpMatchArray): Span {
  const start = index + comment.indexOf('indexwright');
  return { start, end: start + `indexwright-disable${groups?.['form'] ?? ''}`.length };
}

/** A misspelt rule alone must not disable every other one. */
function disablesSomething({ names }: Directive): boolean {
  return names.length === 0 || names.some(({ text }) => isRuleId(text));
}

function problemsOf(
  text: string,
  match: RegExpMatchArray,
  directive: Directive | undefined,
  requireReason: boolean,
): readonly SuppressionProblem[] {
  const span = wordSpanOf(match);
  if (directive === undefined) {
    const forms = message(
      'There is no comment of this form. Write indexwright-disable-next-line or indexwright-disable-file.',
    );
    return [{ kind: 'unknown-form', span, message: forms }];
  }
  const unknown = directive.names.filter((name) => !isRuleId(name.text));
  const problems: SuppressionProblem[] = unknown.map((name) => ({
    kind: 'unknown-rule',
    span: name.span,
    message: message('There is no rule {0}, so this disables nothing.', name.text),
    ...removalOf(text, directive, name, unknown),
  }));
  if (requireReason && !/[ \t]--[ \t]+(?!\*\/)\S/.test(match.groups?.['rest'] ?? '')) {
    const ask = message('Say why behind the rules, as in: -- the table stays small.');
    problems.push({ kind: 'no-reason', span, message: ask });
  }
  return problems;
}

/** The next line that is neither empty nor only a comment. */
function nextCodeLine(text: string, from: number): { readonly lineStart: number; readonly lineEnd: number } {
  let lineStart = lineEndAt(text, from) + 1;
  while (lineStart < text.length) {
    const lineEnd = lineEndAt(text, lineStart);
    if (!/^\s*(?:$|--|\/\/|\*|\/\*[^\n]*\*\/\s*$)/.test(text.slice(lineStart, lineEnd))) {
      return { lineStart, lineEnd };
    }
    lineStart = lineEnd + 1;
  }
  return { lineStart: text.length, lineEnd: text.length };
}

function lineEndAt(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
