import type { MaintenanceAction } from '../../../analyzers/maintenance/maintenance-action';
import { message } from '../../../analyzers/message';
import type { Check } from './check';
import type { TableFacts } from './table-facts';

/** What the server, the role and the table say against an action. */
export function tableChecks(action: MaintenanceAction, facts: TableFacts): readonly Check[] {
  return [
    ...roleChecks(action, facts),
    ...kindChecks(action, facts),
    ...waitChecks(facts),
    ...standbyChecks(action, facts),
  ];
}

const MAINTAINS: ReadonlySet<MaintenanceAction['kind']> = new Set(['reindex', 'analyze', 'vacuum']);

function roleChecks(action: MaintenanceAction, facts: TableFacts): readonly Check[] {
  if (facts.isStandby) {
    return [
      {
        id: 'standby',
        severity: 'stop',
        message: message('This server is a standby: it takes no changes. Connect to the primary.'),
      },
    ];
  }
  const checks: Check[] = [];
  if (facts.isReadOnlyRole) {
    checks.push({
      id: 'read-only-role',
      severity: 'stop',
      message: message('This role may only read. Connect as the role that owns the table.'),
    });
  }
  if (!facts.isOwner && !(facts.mayMaintain && MAINTAINS.has(action.kind))) {
    checks.push({
      id: 'not-owner',
      severity: 'stop',
      message: message('The role does not own {0}, so that PostgreSQL refuses this.', action.table.name),
    });
  }
  return checks;
}

function kindChecks(action: MaintenanceAction, facts: TableFacts): readonly Check[] {
  const checks: Check[] = [];
  if (facts.isSystem && action.kind !== 'analyze' && action.kind !== 'vacuum') {
    checks.push({
      id: 'system-catalogue',
      severity: 'stop',
      message: message(
        '{0} is one of the server’s own tables, whose indexes cannot be changed or rebuilt CONCURRENTLY.',
        action.table.name,
      ),
    });
  }
  if (facts.kind === 'p' && (action.kind === 'create-index' || action.kind === 'replace-index')) {
    checks.push({
      id: 'partitioned-table',
      severity: 'stop',
      message: message(
        '{0} is partitioned, and PostgreSQL refuses CONCURRENTLY there. Use the recipe for partitions.',
        action.table.name,
      ),
    });
  }
  if (facts.persistence === 't') {
    checks.push({
      id: 'temporary-table',
      severity: 'stop',
      message: message('{0} is a temporary table of another session.', action.table.name),
    });
  }
  return checks;
}

function waitChecks(facts: TableFacts): readonly Check[] {
  const checks: Check[] = [];
  if (facts.waiting > 0) {
    checks.push({
      id: 'waiting-locks',
      severity: 'warning',
      message: message(
        '{0} sessions wait for a lock on the table already. Find out what holds them up first.',
        facts.waiting,
      ),
    });
  }
  if (facts.preparedTransactions > 0) {
    checks.push({
      id: 'prepared-transactions',
      severity: 'warning',
      message: message(
        'There are {0} prepared transactions, the oldest {1} seconds old. A build waits until they are committed or rolled back.',
        facts.preparedTransactions,
        Math.round(facts.oldestPreparedSeconds),
      ),
    });
  }
  return checks;
}

const WRITES_MUCH: ReadonlySet<MaintenanceAction['kind']> = new Set([
  'create-index',
  'reindex',
  'replace-index',
  'index-partitions',
  'add-constraint',
]);

function standbyChecks(action: MaintenanceAction, facts: TableFacts): readonly Check[] {
  const checks: Check[] = [];
  const { standbys, idleSlots } = facts;
  if (WRITES_MUCH.has(action.kind)) {
    checks.push({
      id: 'disk-space',
      severity: 'note',
      message: message(
        'How much room the server’s disk has is not known: PostgreSQL does not say. Look there before a large build.',
      ),
    });
    if (standbys + idleSlots > 0) {
      checks.push({
        id: 'standbys',
        severity: 'warning',
        message: message(
          'The whole index is written to the log: {0} standbys follow and may fall behind, and for {1} slots that nobody reads the log is kept.',
          standbys,
          idleSlots,
        ),
      });
    }
  } else if (action.kind === 'drop-index' && standbys > 0) {
    checks.push({
      id: 'standbys',
      severity: 'warning',
      message: message(
        '{0} standbys follow: their queries lose the index too, and those that use it when it goes may be cancelled. Look at their own counters first.',
        standbys,
      ),
    });
  }
  return checks;
}
