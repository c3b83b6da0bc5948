import type { Statement } from '../../../../src/analyzers/sql/model';
import type { Span } from '../../../../src/analyzers/span';

/** `path  text` of every part of a statement that has a place, in the order of the model. */
export function listSpans(statement: Statement, text: string): readonly string[] {
  const lines: string[] = [];
  visit(statement, '', (path, { start, end }) => lines.push(`${path}  ${text.slice(start, end)}`));
  return lines;
}

function visit(value: unknown, path: string, found: (path: string, span: Span) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, `${path}.${index}`, found));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (isSpan(value)) found(path.replace(/^\.|\.?span$/g, ''), value);
  else for (const [name, child] of Object.entries(value)) visit(child, `${path}.${name}`, found);
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value;
}
