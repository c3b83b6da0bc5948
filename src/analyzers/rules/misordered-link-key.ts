import { createIndexFix } from '../fixes/create-index-fix';
import { describeIndex, describeTable } from '../fixes/describe';
import { arraysOf, candidateIndex, equalitiesOf, keyOf, keysInSearchOrder } from '../indexes/candidates';
import { columnKey, type IndexDefinition } from '../indexes/index-definition';
import { otherAccess } from '../indexes/other-access';
import { printKeyList } from '../indexes/print-ddl';
import { isProbed } from '../indexes/probed-join';
import { message } from '../message';
import type { ArrayCondition, EqualityCondition, Subject } from '../query/access-path';
import { isLinkColumn, isSmallTable, isTagOfEvents, isTenantColumn } from '../schema/lookup-columns';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  type PathContext,
  silent,
  silentInMigration,
  silentOtherAccess,
  silentUncertainText,
  silentSmallTable,
  silentJoinedAsAWhole,
} from './define-rule';

type Lookup = (ArrayCondition | EqualityCondition) & {
  readonly subject: Extract<Subject, { kind: 'column' }>;
};

/** A comparison and the unique key that has its column, though not first. */
interface Misordered {
  readonly lookup: Lookup;
  readonly key: IndexDefinition;
}

export default definePathRule({
  id: 'misordered-link-key',
  summary: 'Rows of a link or tag table are asked for by a column that its key has in a later place.',
  severity: 'information',
  aspect: 'rows',
  warnsWhen: 'selective',
  check(context) {
    const { path } = context;
    const { table } = path;
    if (!table) return OTHER_SHAPE;
    const lookups = [...equalitiesOf(path), ...arraysOf(path)].filter(isLookup);
    const misordered = lookups.flatMap((lookup) => keysBehind(table, lookup)).sort(constantsFirst)[0];
    if (!misordered) return OTHER_SHAPE;
    const { lookup, key } = misordered;
    if (isSmallTable(table)) return silentSmallTable(table.name);
    const [first] = key.keys;
    if (first?.kind === 'column' && isTenantColumn(first.column)) {
      return silent(
        'tenant-first',
        message(
          'The key starts with {0}, which row-level security may add to every statement.',
          first.column,
        ),
      );
    }
    const access = otherAccess(context, table, [lookup]);
    if (access) return silentOtherAccess(access);
    if (lookup.value.kind === 'join' && !isProbed(context, lookup)) {
      return silentJoinedAsAWhole();
    }
    const once = silentInMigration(context);
    if (once) return once;
    if (path.approximate) return silentUncertainText();
    return found({
      span: lookup.span,
      // Any table may be small; the tags of a log are not for long.
      severity: isTagOfEvents(table, lookup.subject.column) ? 'warning' : 'information',
      message: message(
        'The key of {0} is ({1}): it is sorted by {2} first, so it does not find rows by {3}. PostgreSQL reads all of the key, or all of {0}. Create an index that starts with {3}.',
        table.name,
        printKeyList(key),
        printKeyList({ ...key, keys: key.keys.slice(0, 1) }),
        lookup.subject.column,
      ),
      certainty: 'catalogued',
      related: [...describeIndex(key), ...(key.declaredAt ? [] : describeTable(table))],
      fixes: fixesFor(context, table, misordered),
    });
  },
});

function isLookup(condition: ArrayCondition | EqualityCondition): condition is Lookup {
  return condition.subject.kind === 'column' && condition.value.kind !== 'null';
}

function keysBehind(table: Table, lookup: Lookup): readonly Misordered[] {
  const { column } = lookup.subject;
  if (!isLinkColumn(table, column)) return [];
  const key = table.indexes.find(({ unique, valid, predicate, keys }) => {
    if (!unique || !valid || predicate || keys.some(({ kind }) => kind !== 'column')) return false;
    return keys.findIndex((each) => each.kind === 'column' && each.column === column) > 0;
  });
  return key ? [{ lookup, key }] : [];
}

function constantsFirst(one: Misordered, other: Misordered): number {
  return Number(one.lookup.value.kind === 'join') - Number(other.lookup.value.kind === 'join');
}

function fixesFor(context: PathContext, table: Table, { lookup, key }: Misordered): readonly FixDraft[] {
  const { path, snapshot } = context;
  const { column } = lookup.subject;
  const isPage = path.order.length > 0 && path.limit !== undefined && path.alone && !path.aggregated;
  const inOrder =
    isPage && lookup.letter === 'E' ? keysInSearchOrder({ ...path, conditions: [lookup] }) : undefined;
  const others = key.keys.flatMap((each) =>
    each.kind === 'column' && each.column !== column ? [each.column] : [],
  );
  const turned = candidateIndex(
    table,
    [keyOf(lookup.subject), ...others.map((name) => columnKey(name))],
    snapshot,
  );
  const ordered = inOrder && candidateIndex(table, inOrder, snapshot);
  const isSame = ordered !== undefined && printKeyList(ordered) === printKeyList(turned);
  return [
    ...(ordered && !isSame
      ? createIndexFix(context, table, ordered, {
          id: 'page',
          title: message(
            'Create index on {0} ({1}): finds the rows and returns them in order',
            table.name,
            printKeyList(ordered),
          ),
          preferred: true,
          reason: `Finds the rows of ${table.name} by ${column}, in the order of the page.`,
        })
      : []),
    ...createIndexFix(context, table, turned, {
      id: 'other-side',
      title: message(
        'Create index on {0} ({1}): the key from its other side, costs a write per insert',
        table.name,
        printKeyList(turned),
      ),
      preferred: !ordered || isSame,
      reason: `Finds the rows of ${table.name} by ${column}; what it refers to is in the index too.`,
    }),
  ];
}
