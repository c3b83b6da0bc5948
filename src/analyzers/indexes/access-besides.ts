import type { AccessPath, ArrayCondition, Condition, EqualityCondition, Subject } from '../query/access-path';
import { columnsIn } from '../query/walk-expression';
import { isCorrelationColumn, isEventLog, isPositionColumn, isStreamColumn } from '../schema/column-roles';
import { isLookupColumn } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import type { AnalysisSettings } from '../settings';
import { otherAccess, type OtherAccess, type SearchedPath } from './other-access';
import { supportsOf } from './supports';

type Searched = SearchedPath & { readonly settings: AnalysisSettings };

/** What finds a path's rows without one of its conditions, or would do so better than an index for that condition. */
export function accessBesides(
  searched: Searched,
  table: Table,
  condition: Condition,
  subject: Subject,
): OtherAccess | undefined {
  const { path, settings } = searched;
  const conditions = path.conditions.filter((other) => other !== condition && !isPlaceInLog(other, table));
  const rest: AccessPath = { ...path, conditions };
  const access = otherAccess(
    { ...searched, path: rest, supports: supportsOf(rest, settings.serverVersion) },
    table,
  );
  if (access) return access;
  const foreign = table.indexes.find(
    ({ valid, method, keys }) =>
      valid && !JUDGED.has(method) && keys.some((key) => sharesColumn(key, subject)),
  );
  if (foreign) return { kind: 'other-condition', name: foreign.name };
  const better = conditions.find((other): other is Lookup => isLookup(other, table));
  return better && { kind: 'better-condition', name: better.subject.column };
}

/** Of other methods we do not know what they find. */
const JUDGED: ReadonlySet<string> = new Set(['btree', 'hash', 'brin', 'gin']);

/** `position > $1`: from the last event that was seen to the end of the log, which may be all of it. */
function isPlaceInLog(condition: Condition, table: Table): boolean {
  return (
    condition.letter === 'R' &&
    condition.subject.kind === 'column' &&
    isEventLog(table) &&
    isPositionColumn(condition.subject.column)
  );
}

type Lookup = (EqualityCondition | ArrayCondition) & {
  readonly subject: { readonly kind: 'column'; readonly column: string };
};

function isLookup(condition: Condition, table: Table): condition is Lookup {
  if (condition.letter !== 'E' && condition.letter !== 'A') return false;
  const { subject, value } = condition;
  if (subject.kind !== 'column' || value.kind === 'null' || value.kind === 'join') return false;
  return [isLookupColumn, isStreamColumn, isCorrelationColumn].some((isKey) => isKey(table, subject.column));
}

function sharesColumn(key: Table['indexes'][number]['keys'][number], subject: Subject): boolean {
  const held = key.kind === 'column' ? [key.column] : columnsIn(key.expression).map(({ name }) => name);
  const asked =
    subject.kind === 'column' ? [subject.column] : columnsIn(subject.expression).map(({ name }) => name);
  return held.some((column) => asked.includes(column));
}
