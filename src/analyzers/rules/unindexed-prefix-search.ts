import { createIndexFix } from '../fixes/create-index-fix';
import { describeIndex, describeTable } from '../fixes/describe';
import { candidateIndex, keyOf } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { printKeyList } from '../indexes/print-ddl';
import { servedInstead } from '../indexes/served-instead';
import { message } from '../message';
import type { Condition } from '../query/access-path';
import { type PrefixSearch, prefixSearchIn } from '../query/prefix-search';
import { findColumn, holdsFewValues, isEventTable, isStreamColumn } from '../schema/column-roles';
import { findsByStartsWith } from '../schema/server-version';
import type { Column, Table } from '../schema/snapshot';
import {
  definePathRule,
  type FixDraft,
  found,
  OTHER_SHAPE,
  type Outcome,
  type PathContext,
  silent,
  silentUncertainText,
  silentUnknownTable,
} from './define-rule';

/** What sorts each type byte by byte. */
const PATTERN_CLASSES: Readonly<Record<string, string>> = {
  text: 'text_pattern_ops',
  varchar: 'varchar_pattern_ops',
  bpchar: 'bpchar_pattern_ops',
};

interface Judged {
  readonly condition: Condition;
  readonly search: PrefixSearch;
  readonly table: Table;
  readonly column: Column;
  readonly opclass: string;
}

export default definePathRule({
  id: 'unindexed-prefix-search',
  summary: 'Rows are searched by the beginning of a text, and no index sorts it byte by byte.',
  severity: 'warning',
  aspect: 'rows',
  check(context) {
    const { path } = context;
    for (const condition of path.conditions) {
      const search = prefixSearchIn(condition);
      if (!search) continue;
      const { table } = path;
      if (!table) return silentUnknownTable(path.relation.name.name);
      const column = findColumn(table, search.subject.column);
      const opclass = column && PATTERN_CLASSES[column.type.name];
      if (!opclass || column.type.arrayDimensions > 0) return OTHER_SHAPE;
      return judge({ condition, search, table, column, opclass }, context);
    }
    return OTHER_SHAPE;
  },
});

function judge(judged: Judged, context: PathContext): Outcome {
  const { condition, search, table, column } = judged;
  const { path, settings } = context;
  const quiet = silence(judged, context);
  if (quiet) return quiet;
  // An index of the default class would find them where texts are sorted by their bytes: what `>=` can use.
  const sorted = { ...search.condition, operator: '>=' } as const;
  const [inOrder] = servedInstead(path, condition, sorted, settings.serverVersion);
  const isLog = isStreamColumn(table, column.name) || (isEventTable(table) && !holdsFewValues(column));
  return found({
    span: condition.span,
    severity: isLog && !inOrder ? 'warning' : 'information',
    message: describe(judged, inOrder?.index),
    certainty: 'catalogued',
    related: inOrder ? describeIndex(inOrder.index) : describeTable(table),
    fixes: fixesFor(judged, context),
  });
}

function silence({ condition, search, column }: Judged, context: PathContext): Outcome | undefined {
  const { path, supports, settings, fragment } = context;
  if (search.form === 'starts-with' && !findsByStartsWith(settings.serverVersion)) {
    return silent(
      'needs-15',
      message('Before PostgreSQL 15 no btree index serves ^@ and starts_with; LIKE it does serve.'),
    );
  }
  const [own] = servedInstead(path, condition, search.condition, settings.serverVersion);
  const other = supports.find((support) => support.usable && support.bounding.length > 0);
  const serving = own ?? other;
  if (serving)
    return silent('covered-by-index', message('The index {0} finds the rows.', serving.index.name));
  if (!search.isLiteral && fragment.named === true) {
    return silent(
      'needs-literal',
      message(
        'A statement with a name may be planned without the value, and then no index serves the pattern.',
      ),
    );
  }
  if (
    path.conditions.some(
      ({ letter, node }) => (letter === 'E' || letter === 'A') && node.kind !== 'null-test',
    )
  ) {
    return silent(
      'other-conditions',
      message('Other conditions may find fewer rows; only statistics can tell.'),
    );
  }
  const walked = supports.find(
    (support) => support.usable && (support.order.kind === 'full' || support.order.kind === 'prefix'),
  );
  if (walked && path.limit && !readsOwnOrder(context, column.name)) {
    return silent(
      'page-in-other-order',
      message(
        'The index {0} gives the order of the page; only statistics can tell how far it is read.',
        walked.index.name,
      ),
    );
  }
  if (isKind(column)) {
    return silent(
      'few-values',
      message('{0} holds few values, so many rows may begin with the text.', column.name),
    );
  }
  return path.approximate ? silentUncertainText() : undefined;
}

/** A type, a status or a topic; names of persons and things are as many as they are. */
function isKind(column: Column): boolean {
  return holdsFewValues(column) && !/name$/i.test(column.name);
}

function readsOwnOrder({ path }: PathContext, column: string): boolean {
  const first = path.order[0]?.subject;
  return first?.kind === 'column' && first.column === column;
}

function describe({ column, table, opclass }: Judged, inOrder: IndexDefinition | undefined) {
  return inOrder
    ? message(
        'The index {0} sorts {1} by its collation. Unless that is C (or the builtin C.UTF-8), it does not find the rows that begin with a text, and PostgreSQL reads all of {2}. Create an index with {3}.',
        inOrder.name,
        column.name,
        table.name,
        opclass,
      )
    : message(
        'No index on {0} finds the rows whose {1} begins with a text: PostgreSQL reads the whole table. Create an index with {2}, which serves it in every collation.',
        table.name,
        column.name,
        opclass,
      );
}

function fixesFor({ search, table, opclass, column }: Judged, context: PathContext): readonly FixDraft[] {
  const key = { ...keyOf({ kind: 'column', column: column.name, span: search.subject.span }), opclass };
  const index = candidateIndex(table, [key], context.snapshot);
  return createIndexFix(context, table, index, {
    id: 'prefix',
    title: message(
      'Create index on {0} ({1}): finds what begins with a text, and serves = but no ORDER BY',
      table.name,
      printKeyList(index),
    ),
    preferred: false,
    reason: `Finds the rows of ${table.name} whose ${column.name} begins with a text. The operator class compares bytes, as LIKE does, whatever the\ncollation is; = is served too, ORDER BY and < are not.`,
  });
}
