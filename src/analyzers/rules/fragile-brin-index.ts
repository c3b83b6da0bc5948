import { createIndexFix } from '../fixes/create-index-fix';
import { describeTable } from '../fixes/describe';
import { faultOfAppendOrder } from '../gates/append-order';
import { SCATTERED_ORDER } from '../gates/thresholds';
import { minmaxMultiOpclass } from '../indexes/brin';
import { candidateIndex } from '../indexes/candidates';
import { columnKey } from '../indexes/index-definition';
import { message } from '../message';
import { findColumn, isCreationTime } from '../schema/column-roles';
import { type Column, findTable, type Table } from '../schema/snapshot';
import type { Span } from '../span';
import {
  defineDdlRule,
  type DdlContext,
  found,
  OTHER_SHAPE,
  type Outcome,
  silent,
  silentUnknownTable,
} from './define-rule';

export default defineDdlRule({
  id: 'fragile-brin-index',
  summary: 'A BRIN index keeps one minimum and maximum per block range, which a single late row widens.',
  severity: 'information',
  check(context) {
    const { statement, snapshot, settings } = context;
    if (statement.kind !== 'create-index' || statement.method !== 'brin') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.table);
    if (!table) return silentUnknownTable(statement.table.name);
    for (const key of statement.keys) {
      const column = key.column === undefined ? undefined : findColumn(table, key.column);
      if (!column || !isCreationTime(column)) continue;
      const scattered = findScattered(context, table, column, key);
      if (scattered) return scattered;
      if (key.opclass !== undefined) continue;
      const opclass = minmaxMultiOpclass(column, settings.serverVersion);
      if (opclass === undefined)
        return silent(
          'no-better-opclass',
          message('There is no minmax_multi operator class for this column here.'),
        );
      const fault = faultOfAppendOrder(table, column);
      const at = { start: key.span.end, end: key.span.end };
      return found({
        span: key.span,
        message: message(
          'This BRIN index keeps one minimum and maximum for each range of blocks. One row that arrives late, or fills space that VACUUM freed in an old block, widens its whole range, and scans read it in vain. Use {0}, which keeps several.',
          opclass,
        ),
        ...(fault && { severity: 'warning', evidence: [fault] }),
        certainty: 'catalogued',
        related: describeTable(table),
        fixes: [
          {
            id: 'edit-ddl/minmax-multi',
            title: message('Use the operator class {0}: survives late rows, a few times larger', opclass),
            kind: 'edit-ddl',
            preferred: true,
            edits: [{ span: at, pieces: [` ${opclass}`] }],
          },
        ],
      });
    }
    return silent(
      'opclass-chosen',
      message('The index names its operator class, or its column is not a time of creation.'),
    );
  },
});

/** No operator class helps there (measured: at 0.95 minmax_multi too read 31,756 of 38,462 blocks, a btree 1,149). */
function findScattered(
  context: DdlContext,
  table: Table,
  column: Column,
  { span }: { readonly span: Span },
): Outcome | undefined {
  const { correlation } = column.statistics ?? {};
  if (correlation === undefined || Math.abs(correlation) >= SCATTERED_ORDER) return undefined;
  const btree = candidateIndex(table, [columnKey(column.name)], context.snapshot);
  return found({
    span,
    severity: 'warning',
    message: message(
      'The rows of {0} do not lie in the order of {1} (correlation {2}), so nearly every range of blocks holds times of every window: this BRIN index excludes next to nothing. Use a btree index.',
      table.name,
      column.name,
      correlation.toFixed(2),
    ),
    certainty: 'catalogued',
    related: describeTable(table),
    fixes: createIndexFix(context, table, btree, {
      id: 'btree',
      title: message(
        'Create index on {0} ({1}): finds a window of time wherever its rows lie; grows with the table',
        table.name,
        column.name,
      ),
      preferred: false,
      reason: `Finds the rows of ${table.name} in a window of time, which no BRIN index does where rows lie in another order.`,
    }),
  });
}
