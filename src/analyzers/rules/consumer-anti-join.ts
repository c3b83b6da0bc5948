import { describeTable } from '../fixes/describe';
import { isUniqueTogether } from '../indexes/unique-keys';
import { message } from '../message';
import type { AccessPath, Condition } from '../query/access-path';
import { type AntiJoin, antiJoinsOf } from '../query/anti-join';
import { isAppendedTo, recordsConsumption } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  type Outcome,
  type PathContext,
  silent,
  silentInMigration,
  silentUncertainText,
  silentUnknownTable,
} from './define-rule';

export default definePathRule({
  id: 'consumer-anti-join',
  summary: 'A page of what a consumer has not processed reads past all that it has.',
  severity: 'information',
  aspect: 'order',
  check(context) {
    const { path, statementPaths } = context;
    const joins = antiJoinsOf(path, statementPaths);
    const [first] = joins;
    if (!first) return OTHER_SHAPE;
    const { table } = path;
    if (!table) return silentUnknownTable(path.relation.name.name);
    const join = joins.find(({ excluded }) => isRecord(excluded));
    if (!join) {
      return silent(
        'no-record-of-processing',
        message('Nothing tells that {0} holds what a consumer has processed.', nameOf(first.excluded)),
      );
    }
    return silenceOf(context, table, join) ?? judge(context, table, join);
  },
});

function isRecord({ relation, table }: AccessPath): boolean {
  return recordsConsumption(relation.name.name, table?.columns.map(({ name }) => name) ?? []);
}

function silenceOf(context: PathContext, table: Table, { column, span }: AntiJoin): Outcome | undefined {
  const { path } = context;
  if (!isAppendedTo(table) || !isUniqueTogether(table, [column])) {
    return silent(
      'not-a-log',
      message('{0} is no log of events, so a consumer has no place in it to go on from.', table.name),
    );
  }
  if (path.aggregated || !path.limit)
    return silent('no-page', message('No page is read, so all that is left is asked for at once.'));
  if (path.locking)
    return silent(
      'claimed',
      message('Several workers claim the rows in any order, so that none has a place to go on from.'),
    );
  const others = path.conditions.filter(({ node }) => node.span !== span);
  const narrowing = others.find((condition) => mayFindFew(condition));
  if (narrowing)
    return silent(
      'other-conditions',
      message('Other conditions may leave out what was processed long ago; only statistics can tell.'),
    );
  return silentInMigration(context) ?? (path.approximate ? silentUncertainText() : undefined);
}

/** What a consumer listens to; a state may be the few rows that are left. */
const KIND_WORDS = /(^|_)(type|kind|topic|category|name)$|[a-z](Type|Kind|Topic|Category|Name)$/;

/** All but an upper bound and the types that a consumer listens to: the log has more of those every day. */
function mayFindFew(condition: Condition): boolean {
  switch (condition.letter) {
    case 'R':
      return !/^<=?$/.test(condition.operator);
    case 'F':
      return condition.what === 'or' || condition.what === 'boolean';
    case 'G':
      return true;
    case 'A':
    case 'E': {
      const { subject, value } = condition;
      return value.kind === 'null' || subject.kind !== 'column' || !KIND_WORDS.test(subject.column);
    }
  }
}

function judge({ path }: PathContext, table: Table, { excluded, column, span }: AntiJoin): Outcome {
  return found({
    span,
    message: message(
      'Each page looks up in {0} all that was ever processed before it comes to what was not: it takes longer with every row processed, and no index cures that. Keep for each consumer the last {1} that it has processed, and read the rows of {2} behind it; {0} may stay, to recognise repeats.',
      nameOf(excluded),
      placeIn(path, column),
      table.name,
    ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: [],
  });
}

function nameOf({ relation }: AccessPath): string {
  return relation.name.name;
}

/** What tells where in its order a row stands. */
function placeIn({ order }: AccessPath, key: string): string {
  const columns = order.map(({ subject }) => (subject.kind === 'column' ? subject.column : key));
  const [first = key] = columns;
  return columns.includes(key) || !/(_at|time|timestamp|date|^ts)$|At$/.test(first)
    ? columns.join(', ') || key
    : `${columns.join(', ')}, ${key}`;
}
