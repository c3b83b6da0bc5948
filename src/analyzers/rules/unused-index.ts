import { declaredIndex } from '../fixes/declared-index';
import { dropIndexFix } from '../fixes/drop-index-fix';
import { isSmall, sizeOf } from '../gates/table-size';
import { countersAge } from '../gates/counters-age';
import { printCount } from '../gates/print-count';
import { COUNTER_DAYS } from '../gates/thresholds';
import type { IndexDefinition } from '../indexes/index-definition';
import { findLeadingIndex } from '../indexes/leading-index';
import { printKeyList } from '../indexes/print-ddl';
import { findRedundantIndexes } from '../indexes/redundancy';
import { message, type Message } from '../message';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  type Outcome,
  silent,
  silentUnknownTable,
  type DdlContext,
} from './define-rule';

export default defineDdlRule({
  id: 'unused-index',
  summary: 'An index that no query of a server has used is written by every insert.',
  severity: 'information',
  check(context) {
    const { statement, snapshot } = context;
    if (statement.kind !== 'create-index') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.table);
    if (!table) return silentUnknownTable(statement.table.name);
    const index = declaredIndex(context, statement, table);
    if (snapshot.source.kind !== 'server' || !index?.statistics?.activity) {
      return silent(
        'needs-statistics',
        message('Only the counters of a server that has the index can tell how often it is used.'),
      );
    }
    const quiet =
      silentInUse(index, index.statistics.activity.scans) ??
      silentYoungCounters(snapshot) ??
      silenceOf(context, table, index);
    if (quiet) return quiet;
    return found({
      span: statement.nameSpan ?? statement.table.span,
      severity: isAloneWithItsKey(table, index) ? 'hint' : 'information',
      message: describe(snapshot, table, index),
      certainty: 'catalogued',
      evidence: [describeCost(table, index)],
      related: [],
      fixes: dropIndexFix(context, index, {
        id: 'unused',
        title: message(
          'Drop the index {0}: once it is known to be unused on every replica and in every month-end job',
          index.name,
        ),
        reason: `No query has used ${index.name} since the counters of the server began.`,
      }),
    });
  },
});

function silentInUse({ name }: IndexDefinition, scans: number): Outcome | undefined {
  return scans > 0
    ? silent('index-in-use', message('The index {0} has been scanned {1} times.', name, printCount(scans)))
    : undefined;
}

/** "Never" needs a time that is long enough, and a server that all queries go to. */
function silentYoungCounters(snapshot: Snapshot): Outcome | undefined {
  if (snapshot.server?.isStandby === true) {
    return silent(
      'counters-of-a-standby',
      message('The server is a standby: it counts its own queries, not those of the primary.'),
    );
  }
  const days = countersAge(snapshot);
  if (days === undefined || days >= COUNTER_DAYS) return undefined;
  return silent(
    'young-counters',
    message(
      'The counters of the server run for {0} days only; an index may be for what is done once a month.',
      Math.floor(days),
    ),
  );
}

function silenceOf(context: DdlContext, table: Table, index: IndexDefinition): Outcome | undefined {
  if (index.unique || index.constraint || index.replicaIdentity || index.partitionOf) {
    return silent(
      'index-enforces',
      message('The index {0} is needed for more than queries: it keeps rows apart.', index.name),
    );
  }
  if (!index.valid) return silent('told-by-other-rule', message('{0} says it already.', 'invalid-index'));
  if (findRedundantIndexes(table).some((redundancy) => redundancy.index === index)) {
    return silent('told-by-other-rule', message('{0} says it already.', 'redundant-index'));
  }
  const reference = supportedReference(table, index, context.snapshot);
  if (reference !== undefined) {
    return silent(
      'supports-foreign-key',
      message('The index {0} finds what refers to {1} when a row there is deleted.', index.name, reference),
    );
  }
  const size = sizeOf(table, context.snapshot);
  if (!size) {
    return silent(
      'needs-statistics',
      message('{0} was never analyzed, so the planner may pass over its indexes.', table.name),
    );
  }
  return isSmall(size)
    ? silent(
        'table-too-small',
        message(
          '{0} has about {1} rows, and the planner seldom uses an index of so few.',
          table.name,
          printCount(size.rows),
        ),
      )
    : undefined;
}

/** The foreign key that would be left without an index. */
function supportedReference(table: Table, index: IndexDefinition, snapshot: Snapshot): string | undefined {
  const others = { ...table, indexes: table.indexes.filter((other) => other !== index) };
  const alone = { ...table, indexes: [index] };
  const key = table.constraints.find(
    ({ kind, columns }) =>
      kind === 'foreign-key' &&
      findLeadingIndex(alone, columns, snapshot) !== undefined &&
      findLeadingIndex(others, columns, snapshot) === undefined,
  );
  return key?.references?.table;
}

function isAloneWithItsKey(table: Table, index: IndexDefinition): boolean {
  const [first] = index.keys;
  return !table.indexes.some(
    (other) =>
      other !== index &&
      other.keys[0]?.kind === 'column' &&
      first?.kind === 'column' &&
      other.keys[0].column === first.column,
  );
}

function describe({ source, server }: Snapshot, table: Table, index: IndexDefinition): Message {
  const target = source.kind === 'server' ? source.target : '';
  const since = server?.statisticsReset?.slice(0, 10);
  return since === undefined
    ? message(
        'No query on {3} has used the index {0} on {1} ({2}) since its counters began. If it is older than they are, and no replica uses it, drop it.',
        index.name,
        table.name,
        printKeyList(index),
        target,
      )
    : message(
        'No query on {3} has used the index {0} on {1} ({2}) since {4}. If it is older than that, and no replica uses it, drop it.',
        index.name,
        table.name,
        printKeyList(index),
        target,
        since,
      );
}

function describeCost(table: Table, { name, statistics }: IndexDefinition): Message {
  const { inserted = 0, updated = 0, hotUpdated = 0 } = table.statistics?.activity ?? {};
  return message(
    '{0} takes {1} blocks, and {2} inserts and updates of {3} have written it.',
    name,
    printCount(statistics?.pages ?? 0),
    printCount(inserted + updated - hotUpdated),
    table.name,
  );
}
