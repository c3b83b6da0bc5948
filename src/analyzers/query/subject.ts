import { fingerprintExpression } from '../sql/fingerprint';
import type { Expression } from '../sql/model';
import type { Subject } from './access-path';
import { isRelabelling } from './classify-value';
import { resolveColumn, type Scope, type ScopeEntry } from './scope';
import { columnsIn, someExpression, subqueriesIn } from './walk-expression';

/** From whose point of view an expression is read. */
export interface Reader {
  readonly entry: ScopeEntry;
  readonly scope: Scope;
  /** Reads a comparison as if both sides had one type. */
  readonly ignoresTypes?: true;
}

export function isOf(column: Expression, { entry, scope }: Reader): boolean {
  if (column.kind !== 'column') return false;
  const resolution = resolveColumn(column, scope);
  return resolution.kind === 'entry' && resolution.entry === entry;
}

/** The relation's column or expression that a comparison tests; `undefined` when it reads anything else too. */
export function subjectOf(expression: Expression, reader: Reader): Subject | undefined {
  if (expression.kind === 'collate') {
    const subject = subjectOf(expression.arg, reader);
    return subject && { ...subject, span: expression.span, collation: expression.collation };
  }
  if (expression.kind === 'column') {
    return isOf(expression, reader) && expression.name !== '*'
      ? { kind: 'column', column: expression.name, span: expression.span }
      : undefined;
  }
  const columns = columnsIn(expression);
  if (columns.length === 0 || !columns.every((column) => isOf(column, reader))) return undefined;
  if (someExpression(expression, (part) => part.kind === 'subquery')) return undefined;
  if (expression.kind === 'cast' && expression.arg.kind === 'column' && !expression.modifiers) {
    const { name } = expression.arg;
    const type = reader.entry.table?.columns.find((column) => column.name === name)?.type;
    if (isRelabelling(type, expression.type)) return { kind: 'column', column: name, span: expression.span };
  }
  const fingerprint = fingerprintExpression(expression);
  return { kind: 'expression', expression, fingerprint, span: expression.span };
}

export function subjectKey(subject: Subject): string {
  const what = subject.kind === 'column' ? `column ${subject.column}` : `expression ${subject.fingerprint}`;
  return subject.collation === undefined ? what : `${what} collate ${subject.collation}`;
}

/** Reads no column of the relation, so that an index can be searched with it. */
export function isForeign(expression: Expression, reader: Reader): boolean {
  return columnsIn(expression).every((column) => !isOf(column, reader)) && !isCorrelated(expression, reader);
}

/** A sub-select in the expression names the relation: it is done anew for each row of it. */
function isCorrelated(expression: Expression, { entry }: Reader): boolean {
  return subqueriesIn(expression).some((query) =>
    JSON.stringify(query).includes(`"qualifier":${JSON.stringify(entry.name ?? '')}`),
  );
}
