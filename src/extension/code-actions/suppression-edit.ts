import type { DocumentEdit } from '../../analyzers/finding';
import type { RuleId } from '../../analyzers/rules/rule-id';

export interface SuppressedPlace {
  readonly text: string;
  readonly languageId: string;
}

/** A comment on the line above the statement that starts at an offset. */
export function suppressStatement(
  { text, languageId }: SuppressedPlace,
  statementStart: number,
  ruleId: RuleId,
): DocumentEdit {
  const lineStart = text.lastIndexOf('\n', statementStart - 1) + 1;
  const before = text.slice(lineStart, statementStart);
  const comment = `${commentMark(languageId)} indexwright-disable-next-line ${ruleId}`;
  const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
  // Behind other code, the statement moves to a line of its own: the line above could be anything, the text of a JSX element for one.
  const isFirst = before === indent;
  const newText = isFirst ? `${comment}\n${indent}` : `\n${indent}${comment}\n${indent}`;
  return { span: { start: statementStart, end: statementStart }, newText };
}

/** A comment at the top: below a line for the shell, which must be the first. */
export function suppressInFile({ text, languageId }: SuppressedPlace, ruleId: RuleId): DocumentEdit {
  const shebang = /^#![^\n]*(?:\n|$)/.exec(text)?.[0] ?? '';
  const gap = shebang === '' || shebang.endsWith('\n') ? '' : '\n';
  const newText = `${gap}${commentMark(languageId)} indexwright-disable-file ${ruleId}\n`;
  return { span: { start: shebang.length, end: shebang.length }, newText };
}

function commentMark(languageId: string): string {
  return languageId === 'sql' ? '--' : '//';
}
