import { describeIndex, describeTable } from '../fixes/describe';
import { describeRowsEach, rowsPerValue, silentFewRowsEach } from '../gates/rows-per-value';
import { STEPPED_STREAM_ROWS } from '../gates/thresholds';
import { isNotNull } from '../indexes/unique-keys';
import type { IndexDefinition } from '../indexes/index-definition';
import { message } from '../message';
import type { AccessPath } from '../query/access-path';
import { rewriteDistinct } from '../rewrites/loose-scan';
import { isEventTable, isStreamColumn } from '../schema/column-roles';
import type { Table } from '../schema/snapshot';
import type { ColumnExpression } from '../sql/model';
import {
  definePathRule,
  found,
  OTHER_SHAPE,
  silent,
  silentInMigration,
  silentUncertainText,
  silentUnknownTable,
  type FixDraft,
  type Outcome,
  type PathContext,
} from './define-rule';

export default definePathRule({
  id: 'distinct-streams',
  summary: 'The streams are listed by reading an entry for every event.',
  severity: 'hint',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    const stream = distinctColumn(path);
    if (!stream) return OTHER_SHAPE;
    if (!path.table) return silentUnknownTable(path.relation.name.name);
    return silenceOf(context, path.table, stream) ?? judge(context, path.table, stream);
  },
});

/** `SELECT DISTINCT column FROM table`, sorted by it or not at all. */
function distinctColumn({ block, alone, aggregated, relation }: AccessPath): ColumnExpression | undefined {
  if (block?.distinct !== 'all' || !alone || aggregated || relation.only) return undefined;
  const [target, ...others] = block.targets;
  const column = target?.expression;
  if (column?.kind !== 'column' || target?.alias !== undefined || others.length > 0) return undefined;
  const isPlain = block.orderBy.every(
    ({ expression, descending }) =>
      expression.kind === 'column' && expression.name === column.name && !descending,
  );
  return isPlain ? column : undefined;
}

function silenceOf(context: PathContext, table: Table, { name }: ColumnExpression): Outcome | undefined {
  const { path } = context;
  if (!isEventTable(table) || !isStreamColumn(table, name) || !isNotNull(table, name)) {
    return silent(
      'few-rows-each',
      message('{0} does not certainly have many rows in {1} for each value.', name, table.name),
    );
  }
  if (path.conditions.length > 0) {
    return silent('condition', message('A condition leaves some of the rows; reading those may be right.'));
  }
  if (path.limit || path.offset) {
    return silent('page', message('A page of streams is asked for: reading stops behind the last of them.'));
  }
  if (!leadingIndex(table, name)) {
    return silent('needs-stream-index', message('No index starts with {0} yet; that comes first.', name));
  }
  const each = rowsPerValue(context.snapshot, table, name);
  if (each !== undefined && each < STEPPED_STREAM_ROWS) return silentFewRowsEach(table, name, each);
  return path.approximate ? silentUncertainText() : silentInMigration(context);
}

function judge({ path, fragment, snapshot }: PathContext, table: Table, stream: ColumnExpression): Outcome {
  const index = leadingIndex(table, stream.name);
  if (!index || !path.block) return OTHER_SHAPE;
  const edits = rewriteDistinct(path.block, path.relation.span, stream, fragment);
  const fix: FixDraft = {
    id: 'rewrite/loose-scan',
    title: message(
      'Rewrite as a step from stream to stream: one look-up for each, pays above about 100 events in a stream',
    ),
    kind: 'rewrite',
    preferred: false,
    edits: edits ?? [],
  };
  const each = rowsPerValue(snapshot, table, stream.name);
  return found({
    span: path.block.clauses.targets ?? stream.span,
    ...(each !== undefined && { evidence: [describeRowsEach(table, stream.name, each)] }),
    message: message(
      'PostgreSQL reads an entry of {1} for every event of {0} to list each {2} once. Where streams are long, step from one to the next by the index, or keep a table of the streams.',
      table.name,
      index.name,
      stream.name,
    ),
    certainty: 'catalogued',
    related: [...describeIndex(index), ...describeTable(table)],
    fixes: edits ? [fix] : [],
  });
}

function leadingIndex(table: Table, column: string): IndexDefinition | undefined {
  return table.indexes.find(
    ({ method, keys: [first], predicate, valid }) =>
      method === 'btree' && first?.kind === 'column' && first.column === column && !predicate && valid,
  );
}
