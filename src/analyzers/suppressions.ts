import { message, type Message } from './message';
import { isRuleId, type RuleId } from './rules/rule-id';
import type { Span } from './span';

/**
 * Comments that disable rules: `indexwright-disable-next-line rule, rule -- reason` above a statement and `indexwright-disable-file rule`
 * anywhere. Without a rule they disable all. The text behind ` -- ` is the reader's.
 */
export interface Suppressions {
  /** Whether a comment disables the rule for a statement that begins at one of the offsets. */
  disables(ruleId: RuleId, offsets: readonly number[]): boolean;
  readonly problems: readonly SuppressionProblem[];
}

export interface SuppressionProblem {
  readonly span: Span;
  readonly message: Message;
}

interface Directive {
  readonly form: 'file' | 'next-line';
  /** Empty: every rule. */
  readonly rules: readonly string[];
  /** The offset of the first line that is disabled; for `file` unused. */
  readonly lineStart: number;
  readonly lineEnd: number;
}

const DIRECTIVE = /(?:--|\/\/|\/\*|^[ \t]*\*)[ \t]*indexwright-disable(?<form>[\w-]*)(?<rest>[^\n]*)/gm;

export function readSuppressions(text: string): Suppressions {
  const directives: Directive[] = [];
  const problems: SuppressionProblem[] = [];
  // The regular expression is slow where comments are many; the word is rare.
  if (text.includes('indexwright-disable')) {
    for (const match of text.matchAll(DIRECTIVE)) readDirective(text, match, directives, problems);
  }
  return {
    disables: (ruleId, offsets) => directives.some((directive) => isDisabledBy(directive, ruleId, offsets)),
    problems,
  };
}

function readDirective(
  text: string,
  match: RegExpMatchArray,
  directives: Directive[],
  problems: SuppressionProblem[],
): void {
  const { form = '', rest = '' } = match.groups ?? {};
  const start = (match.index ?? 0) + match[0].indexOf('indexwright');
  if (form !== '-file' && form !== '-next-line') {
    const end = start + `indexwright-disable${form}`.length;
    const forms = message(
      'There is no comment of this form. Write indexwright-disable-next-line or indexwright-disable-file.',
    );
    problems.push({ span: { start, end }, message: forms });
    return;
  }
  const listed = (rest.split(/\*\/|[ \t]--[ \t]/)[0] ?? '').trimEnd();
  const restStart = start + `indexwright-disable${form}`.length;
  const rules = [...listed.matchAll(/[^\s,]+/g)];
  for (const rule of rules.filter(([name]) => !isRuleId(name))) {
    const from = restStart + rule.index;
    problems.push({
      span: { start: from, end: from + rule[0].length },
      message: message('There is no rule {0}, so this disables nothing.', rule[0]),
    });
  }
  // A misspelt rule alone must not disable every other one.
  const names = rules.map(([name]) => name);
  const known = names.filter(isRuleId);
  if (names.length > 0 && known.length === 0) return;
  directives.push({
    form: form === '-file' ? 'file' : 'next-line',
    rules: known,
    ...nextCodeLine(text, (match.index ?? 0) + match[0].length),
  });
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

function isDisabledBy(directive: Directive, ruleId: RuleId, offsets: readonly number[]): boolean {
  if (directive.rules.length > 0 && !directive.rules.includes(ruleId)) return false;
  if (directive.form === 'file') return true;
  return offsets.some((offset) => directive.lineStart <= offset && offset <= directive.lineEnd);
}
