import { describeTable } from '../fixes/describe';
import { movingPredicateFixes } from '../fixes/moving-predicate-fixes';
import { message, type Message } from '../message';
import { nonImmutablePart, type NonImmutablePart } from '../indexes/immutability';
import { findTable } from '../schema/snapshot';
import { defineDdlRule, found, OTHER_SHAPE, silent, type DdlContext } from './define-rule';

export default defineDdlRule({
  id: 'moving-index-predicate',
  summary: 'The predicate of a partial index depends on the clock or the session; PostgreSQL refuses it.',
  severity: 'error',
  check(context) {
    const { statement, snapshot } = context;
    if (statement.kind !== 'create-index') return OTHER_SHAPE;
    if (!statement.where) return OTHER_SHAPE;
    const table = findTable(snapshot, statement.table);
    const part = nonImmutablePart(statement.where, table, snapshot);
    if (!part) return silent('immutable-predicate', message('The predicate means the same at any time.'));
    return found({
      span: part.node.span,
      message: describe(context, part),
      certainty: table ? 'catalogued' : 'stated',
      related: table ? describeTable(table) : [],
      fixes: movingPredicateFixes(context, statement, statement.where, table),
    });
  },
});

/** A row is put into the index or left out of it once, when it is written: the predicate must mean the same later. */
function describe({ fragment }: DdlContext, { kind, node, name }: NonImmutablePart): Message {
  switch (kind) {
    case 'subquery':
      return message(
        'PostgreSQL refuses this index: a sub-select cannot stand in an index predicate. Test a column of the table itself.',
      );
    case 'function':
      return message(
        'PostgreSQL refuses this index: functions in index predicate must be marked IMMUTABLE, and {0} is not, so a row could belong to the index today and not tomorrow. Index the time as a key, or use a fixed date or a state column.',
        fragment.text.slice(node.span.start, node.span.end),
      );
    case 'cast':
    case 'comparison':
      return message(
        'PostgreSQL refuses this index: functions in index predicate must be marked IMMUTABLE, and {0} depends on the time zone of the session. Compare the column with a literal of its own type.',
        name,
      );
  }
}
