import { describeTable } from '../fixes/describe';
import { movingPredicateFixes } from '../fixes/moving-predicate-fixes';
import { message } from '../message';
import { nonImmutablePart } from '../indexes/immutability';
import { findTable } from '../schema/snapshot';
import { defineDdlRule, found, OTHER_SHAPE, silent } from './define-rule';

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
      message:
        part.kind === 'subquery'
          ? message(
              'PostgreSQL refuses this index: a sub-select cannot stand in an index predicate. Test a column of the table itself.',
            )
          : message(
              'PostgreSQL refuses this index: functions in index predicate must be marked IMMUTABLE, and {0} is not. A predicate cannot follow the clock. Index the time as a key, or use a fixed date or a state column.',
              part.name,
            ),
      certainty: table ? 'catalogued' : 'stated',
      related: table ? describeTable(table) : [],
      fixes: movingPredicateFixes(context, statement, statement.where, table),
    });
  },
});
