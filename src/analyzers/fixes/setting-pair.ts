import type { DdlContext, ReadStatement } from '../rules/define-rule';
import type { SetVariable } from '../sql/model';
import { splitStatements } from '../sql/split-statements';
import type { Span } from '../span';

/** The next SET or RESET of the same setting in the same script: what ends the first one's reign. */
export function sameSettingLater(
  { documentDdl, fragment, documentText }: DdlContext,
  { variable }: SetVariable,
): ReadStatement<SetVariable> | undefined {
  if (fragment.host.kind !== 'sql') return undefined;
  const from = fragment.documentSpan.end;
  const later = documentDdl.find(
    (other): other is ReadStatement<SetVariable> =>
      other.fragment.documentSpan.start >= from &&
      other.statement.kind === 'set' &&
      (other.statement.variable === variable || other.statement.variable === 'all'),
  );
  const to = later?.fragment.documentSpan.start;
  return to !== undefined && isOneScript(documentText.slice(from, to)) ? later : undefined;
}

/** A block of a Markdown document is a script of its own. */
function isOneScript(between: string): boolean {
  return !/^[ \t]*(?:`{3}|~{3})/m.test(between);
}

/** The statements between two offsets of an `.sql` document or of one block, in document offsets. */
export function statementsBetween(
  documentText: string,
  from: number,
  to: number,
): readonly { readonly text: string; readonly span: Span }[] {
  const rest = documentText.slice(from, to);
  const start = from + (/^\s*;/.exec(rest)?.[0].length ?? 0);
  return splitStatements(documentText.slice(start, to)).map(({ text, span }) => ({
    text,
    span: { start: start + span.start, end: start + span.end },
  }));
}

/** The next statement that is no SET either asks for a plan. */
export function isExplained({ fragment, documentText }: DdlContext): boolean {
  if (fragment.host.kind !== 'sql') return false;
  const rest = documentText.slice(fragment.documentSpan.end);
  const block = rest.slice(0, rest.search(/^[ \t]*(?:`{3}|~{3})|(?![\s\S])/m));
  const next = statementsBetween(block, 0, block.length).find(({ text }) => !/^set\b/i.test(text));
  return next !== undefined && /^explain\b/i.test(next.text);
}
