import type { Subject } from '../query/access-path';
import type { Table } from '../schema/snapshot';
import { fingerprintExpression } from '../sql/fingerprint';
import type { IndexKey } from './index-definition';

/** Whether a key holds what is compared or sorted, in the collation that it is compared or sorted in. */
export function keyMatchesSubject(key: IndexKey, subject: Subject, table: Table | undefined): boolean {
  return holdsOperand(key, subject) && keyCollation(key, table) === subjectCollation(subject, table);
}

/** Whether a key holds what is compared, in whatever collation. */
export function holdsOperand(key: IndexKey, subject: Subject): boolean {
  if (key.kind === 'column') return subject.kind === 'column' && subject.column === key.column;
  return subject.kind === 'expression' && subject.fingerprint === fingerprintExpression(key.expression);
}

/** `undefined` for the database's default, and for an expression's own, which both sides then have. */
export function keyCollation(key: IndexKey, table: Table | undefined): string | undefined {
  return key.collation ?? (key.kind === 'column' ? columnCollation(key.column, table) : undefined);
}

export function subjectCollation(subject: Subject, table: Table | undefined): string | undefined {
  return (
    subject.collation ?? (subject.kind === 'column' ? columnCollation(subject.column, table) : undefined)
  );
}

function columnCollation(name: string, table: Table | undefined): string | undefined {
  return table?.columns.find((column) => column.name === name)?.collation;
}

/** `text_pattern_ops` and its like compare byte by byte: they have the equality of the type and an order of their own. */
export function isPatternClass(key: IndexKey): boolean {
  return key.opclass?.endsWith('_pattern_ops') === true;
}
