import type { MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import type { IndexState } from './index-states';

/** Whether a step of a recipe need not run, because it did before. */
export function isDone({ unless }: MaintenanceStep, states: readonly IndexState[]): boolean {
  if (!unless) return false;
  const index = states.find(({ name }) => name === unless.index);
  if (!index) return false;
  switch (unless.kind) {
    case 'index-exists':
      return true;
    case 'index-valid':
      return index.isValid;
    case 'attached':
      return index.parent === unless.parent.name && index.parentSchema === unless.parent.schema;
  }
}

/** The index that a recipe would build is there, and invalid: an earlier run was broken off. */
export function isWaitingFor({ unless }: MaintenanceStep, states: readonly IndexState[]): boolean {
  if (unless?.kind !== 'index-valid') return false;
  return states.some(({ name, isValid }) => name === unless.index && !isValid);
}
