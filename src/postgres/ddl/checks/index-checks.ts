import type { MaintenanceAction } from '../../../analyzers/maintenance/maintenance-action';
import { nameBeside } from '../../../analyzers/maintenance/steps-of-action';
import { message } from '../../../analyzers/message';
import type { IndexState } from '../index-states';
import type { IndexUses } from '../read-index-uses';
import type { Check, CheckId } from './check';

/** The index that an action is about, where it must be there before. */
export function targetOf(action: MaintenanceAction): string | undefined {
  switch (action.kind) {
    case 'reindex':
    case 'drop-index':
    case 'rename-index':
    case 'summarize-brin':
      return action.index;
    case 'replace-index':
      return action.old;
    case 'add-constraint':
      return action.replaces ? action.constraint.name : undefined;
    case 'drop-constraint':
      return action.constraint.name;
    case 'create-index':
    case 'index-partitions':
    case 'analyze':
    case 'vacuum':
    case 'set-statistics':
    case 'set-autovacuum':
      return undefined;
  }
}

/** The names that an action gives, which must be free. */
export function newNames(action: MaintenanceAction): readonly string[] {
  switch (action.kind) {
    case 'create-index':
      return [action.index.name];
    case 'replace-index':
      return [action.index.name === action.old ? nameBeside(action.old) : action.index.name];
    case 'add-constraint':
      return action.replaces ? [nameBeside(action.index.name)] : [action.constraint.name];
    case 'rename-index':
      return [action.to];
    case 'reindex':
    case 'drop-index':
    case 'drop-constraint':
    case 'summarize-brin':
    case 'index-partitions':
    case 'analyze':
    case 'vacuum':
    case 'set-statistics':
    case 'set-autovacuum':
      return [];
  }
}

/** What the index itself says against an action. @param uses `undefined`: it is not there */
export function indexChecks(
  action: MaintenanceAction,
  target: string,
  uses: IndexUses | undefined,
  states: readonly IndexState[],
): readonly Check[] {
  if (!uses) {
    return [stop('missing-index', message('There is no index {0}. Read the schema again.', target))];
  }
  const goes = action.kind === 'drop-index' || action.kind === 'replace-index';
  return [
    ...(states.some(({ name, isWorkedOn }) => name === target && isWorkedOn) ? [isWorkedOn(target)] : []),
    ...(goes ? dropChecks(action, target, uses) : []),
    ...(action.kind === 'reindex' ? reindexChecks(target, uses) : []),
    ...(action.kind === 'drop-constraint' ? constraintDropChecks(target, uses) : []),
    ...(action.kind === 'add-constraint' ? swapChecks(target, uses) : []),
  ];
}

function isWorkedOn(target: string): Check {
  return {
    id: 'running-build',
    severity: 'warning',
    message: message('Somebody builds, rebuilds or drops {0} now. This would wait for it.', target),
  };
}

function dropChecks(action: MaintenanceAction, target: string, uses: IndexUses): readonly Check[] {
  if (uses.constraint !== null) {
    return [
      stop(
        'constraint-index',
        message(
          '{0} belongs to the constraint {1}, and PostgreSQL drops it with that only. To rebuild it use REINDEX, or swap the constraint.',
          target,
          uses.constraint,
        ),
      ),
    ];
  }
  const checks: Check[] = [];
  if (uses.parent !== null) {
    checks.push(
      stop(
        'attached-index',
        message('{0} is attached to {1}, and goes with that only.', target, uses.parent),
      ),
    );
  }
  if (uses.foreignKeys.length > 0 && action.kind === 'drop-index') checks.push(isReferenced(target, uses));
  return checks;
}

function reindexChecks(target: string, uses: IndexUses): readonly Check[] {
  if (uses.constraintType !== 'x') return [];
  return [
    stop(
      'exclusion-constraint',
      message(
        '{0} belongs to an exclusion constraint, which PostgreSQL cannot rebuild CONCURRENTLY. A plain REINDEX keeps writers out until it is done.',
        target,
      ),
    ),
  ];
}

function swapChecks(target: string, uses: IndexUses): readonly Check[] {
  if (uses.constraint === null) {
    return [
      stop('missing-index', message('{0} belongs to no constraint: there is nothing to swap.', target)),
    ];
  }
  return uses.foreignKeys.length > 0 ? [isReferenced(target, uses)] : [];
}

function isReferenced(target: string, { foreignKeys }: IndexUses): Check {
  return stop(
    'referenced-key',
    message(
      '{1} need {0}, so that its constraint cannot go even for a moment. REINDEX CONCURRENTLY rebuilds it in place.',
      target,
      foreignKeys.join(', '),
    ),
  );
}

function constraintDropChecks(target: string, { foreignKeys }: IndexUses): readonly Check[] {
  if (foreignKeys.length === 0) return [];
  const text = message(
    '{1} need {0}: PostgreSQL does not drop it while they are there.',
    target,
    foreignKeys.join(', '),
  );
  return [stop('referenced-key', text)];
}

function stop(id: CheckId, text: Check['message']): Check {
  return { id, severity: 'stop', message: text };
}
