import type { DdlProposal } from '../finding';
import { printCount } from '../gates/print-count';
import { sizeOf, type TableSize } from '../gates/table-size';
import { LATE_ROWS, STALE_SHARE } from '../gates/thresholds';
import { printAutovacuum, printComment } from '../indexes/print-ddl';
import { message, type Message } from '../message';
import { findTable, type Table } from '../schema/snapshot';
import type { TableActivity } from '../schema/statistics';
import {
  defineDdlRule,
  found,
  OTHER_SHAPE,
  type Outcome,
  silent,
  silentUnknownTable,
  type FixDraft,
} from './define-rule';

export default defineDdlRule({
  id: 'coarse-autovacuum',
  summary: 'ANALYZE comes after a share of the rows has changed, which is late for a table of this size.',
  severity: 'information',
  check({ statement, snapshot }) {
    if (statement.kind !== 'create-table') return OTHER_SHAPE;
    const table = findTable(snapshot, statement.name);
    if (!table) return silentUnknownTable(statement.name.name);
    if (table.partitioning) {
      return silent('partitioned', message('Each partition of {0} has counters of its own.', table.name));
    }
    const { activity } = table.statistics ?? {};
    const size = sizeOf(table, snapshot);
    if (!activity || !size) {
      return silent(
        'needs-statistics',
        message(
          'Only a server that has analyzed {0} and counts its changes can tell when the next ANALYZE is due.',
          table.name,
        ),
      );
    }
    const quiet = silenceOf(table, size, activity);
    if (quiet) return quiet;
    return found({
      span: statement.name.span,
      message: describe(table, size, activity),
      certainty: 'catalogued',
      related: [],
      fixes: [fixFor(table)],
    });
  },
});

function silenceOf(
  table: Table,
  { rows }: TableSize,
  { modifiedSinceAnalyze }: TableActivity,
): Outcome | undefined {
  if (modifiedSinceAnalyze >= LATE_ROWS) return undefined;
  return silent(
    'analyzed-in-time',
    message(
      '{1} of the about {2} rows of {0} have changed since its last ANALYZE.',
      table.name,
      printCount(modifiedSinceAnalyze),
      printCount(rows),
    ),
  );
}

function describe({ name }: Table, { rows }: TableSize, { modifiedSinceAnalyze }: TableActivity): Message {
  const changed = printCount(modifiedSinceAnalyze);
  // By default ANALYZE comes at a tenth: twice that means that it does not come.
  return modifiedSinceAnalyze > STALE_SHARE * rows
    ? message(
        '{1} rows of {0} have changed since its last ANALYZE, of about {2}, and autovacuum has not come: it is turned off for the table, or cannot keep up. Run ANALYZE {0}, and let it come after 1 % of the rows.',
        name,
        changed,
        printCount(rows),
      )
    : message(
        '{1} rows of {0} have changed since its last ANALYZE, so the planner knows little of the newest ones: by default autovacuum waits for a tenth of about {2} rows. Let it come after 1 % of them.',
        name,
        changed,
        printCount(rows),
      );
}

function fixFor(table: Table): FixDraft {
  const ddl: DdlProposal = {
    migrationName: `set_autovacuum_of_${table.name}`,
    up: `${printComment(`ANALYZE and VACUUM of ${table.name} after 1 % of its rows instead of a tenth and a fifth.`)}\n${printAutovacuum(table, 'finer')}\n`,
    down: `${printAutovacuum(table, 'default')}\n`,
    outsideTransaction: false,
  };
  return {
    id: 'edit-ddl/autovacuum',
    title: message(
      'Let autovacuum come to {0} after 1 % of its rows: fresher statistics and visibility, more small runs',
      table.name,
    ),
    kind: 'edit-ddl',
    preferred: false,
    ddl,
  };
}
