import { describeIndex, describeTable } from '../fixes/describe';
import { latestRowFixes } from '../fixes/latest-row-fixes';
import { describeRowsEach, rowsPerValue, silentFewRowsEach } from '../gates/rows-per-value';
import { LONG_STREAM_ROWS } from '../gates/thresholds';
import { isNotNull } from '../indexes/unique-keys';
import type { IndexDefinition } from '../indexes/index-definition';
import { message } from '../message';
import { latestRowsOf, type LatestShape } from '../query/latest-rows';
import { isEventTable, isStreamColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentUncertainText,
  silentUnknownTable,
  type Outcome,
  type PathContext,
} from './define-rule';

export default definePathRule({
  id: 'latest-per-stream',
  summary: 'The newest row of every stream is found by sorting the whole table.',
  severity: 'information',
  aspect: 'order',
  warnsWhen: 'large',
  check(context) {
    const { path } = context;
    const shape = latestRowsOf(path, context.fragment.text);
    if (!shape) return OTHER_SHAPE;
    if (!path.table) return silentUnknownTable(path.relation.name.name);
    return silenceOf(context, path.table, shape) ?? judge(context, path.table, shape);
  },
});

function silenceOf(
  context: PathContext,
  table: Table,
  { stream, version }: LatestShape,
): Outcome | undefined {
  const { path } = context;
  if (!isEventTable(table) || !isStreamColumn(table, stream.name) || !isNotNull(table, stream.name)) {
    return silent(
      'few-rows-each',
      message(
        '{0} does not certainly have many rows in {1} for each value, so sorting may be right.',
        stream.name,
        table.name,
      ),
    );
  }
  if (path.conditions.length > 0) {
    return silent('condition', message('A condition leaves some of the rows; sorting those may be right.'));
  }
  if (path.limit) return silent('page', message('A page of streams is asked for, not all of them.'));
  const ready = table.indexes.find((index) => directions(index, stream.name, version.name) === 'mixed');
  if (ready)
    return silent('ordered-by-index', message('The index {0} holds the rows in this order.', ready.name));
  if (!plainIndex(table, stream.name, version.name)) {
    return silent(
      'needs-stream-index',
      message('No index holds the rows of each stream in order yet; that comes first.'),
    );
  }
  const each = rowsPerValue(context.snapshot, table, stream.name);
  if (each !== undefined && each < LONG_STREAM_ROWS) return silentFewRowsEach(table, stream.name, each);
  return path.approximate ? silentUncertainText() : silentInMigration(context);
}

function judge(context: PathContext, table: Table, shape: LatestShape): Outcome {
  const { stream, version } = shape;
  const index = plainIndex(table, stream.name, version.name);
  if (!index) return OTHER_SHAPE;
  const each = rowsPerValue(context.snapshot, table, stream.name);
  return found({
    span: shape.span,
    ...(each !== undefined && { evidence: [describeRowsEach(table, stream.name, each)] }),
    message: message(
      'PostgreSQL reads and sorts all of {0} to keep one row for each {1}. The index {2} has the newest row of a stream at one end, but nothing goes from stream to stream by it. Step through the streams with a recursive query and read one row of each, or keep the last row of each stream in a table of its own. An index with {3} DESC would save the sort only: every row is visited all the same.',
      table.name,
      stream.name,
      index.name,
      version.name,
    ),
    certainty: 'catalogued',
    related: [...describeIndex(index), ...describeTable(table)],
    fixes: latestRowFixes(context, table, shape),
  });
}

function plainIndex(table: Table, stream: string, version: string): IndexDefinition | undefined {
  return table.indexes.find((index) => directions(index, stream, version) === 'same');
}

/** Of the index's first two keys, if they are these columns. */
function directions(
  { keys, method, predicate, valid }: IndexDefinition,
  stream: string,
  version: string,
): 'same' | 'mixed' | undefined {
  const [first, second] = keys;
  if (method !== 'btree' || predicate || !valid) return undefined;
  if (first?.kind !== 'column' || second?.kind !== 'column') return undefined;
  if (first.column !== stream || second.column !== version) return undefined;
  return first.descending === second.descending ? 'same' : 'mixed';
}
