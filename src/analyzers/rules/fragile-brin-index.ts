import { describeTable } from '../fixes/describe';
import { minmaxMultiOpclass } from '../indexes/brin';
import { message } from '../message';
import { findColumn, isCreationTime } from '../schema/column-roles';
import { findTable } from '../schema/snapshot';
import { defineDdlRule, found, OTHER_SHAPE, silent, silentUnknownTable } from './define-rule';

export default defineDdlRule({
  id: 'fragile-brin-index',
  summary: 'A BRIN index keeps one minimum and maximum per block range, which a single late row widens.',
  severity: 'information',
  check({ statement, snapshot, settings }) {
    if (statement.kind !== 'create-index' || statement.method !== 'brin') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.table);
    if (!table) return silentUnknownTable(statement.table.name);
    for (const key of statement.keys) {
      if (key.opclass !== undefined) continue;
      const column = key.column === undefined ? undefined : findColumn(table, key.column);
      if (!column || !isCreationTime(column)) continue;
      const opclass = minmaxMultiOpclass(column, settings.serverVersion);
      if (opclass === undefined)
        return silent(
          'no-better-opclass',
          message('There is no minmax_multi operator class for this column here.'),
        );
      const at = { start: key.span.end, end: key.span.end };
      return found({
        span: key.span,
        message: message(
          'This BRIN index keeps one minimum and maximum for each range of blocks. One row that arrives late, or fills space that VACUUM freed in an old block, widens its whole range, and scans read it in vain. Use {0}, which keeps several.',
          opclass,
        ),
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
