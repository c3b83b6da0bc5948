import { message, type Message } from '../message';
import { heavierLock } from './lock-level';
import type { MaintenanceAction } from './maintenance-action';
import type { MaintenancePlan, MaintenanceStep, UnprintableAction } from './maintenance-plan';
import { notesOn } from './notes-on-action';
import { reverseOf } from './reverse-of-action';
import { stepsOf } from './steps-of-action';
import { titleOf } from './title-of-action';

/** The statements of an action in their order, with what each locks. They come from our printer and from nowhere else. */
export function planAction(action: MaintenanceAction): MaintenancePlan | UnprintableAction {
  const steps = stepsOf(action);
  const [first, ...others] = steps ?? [];
  if (!steps || !first) return { unprintable: describeUnprintable() };
  const reverse = reverseOf(action);
  return {
    title: titleOf(action),
    table: action.table,
    steps,
    lock: others.reduce((lock, step) => heavierLock(lock, step.lock), first.lock),
    ...(reverse && { reverse }),
    notes: notesOn(action),
  };
}

function describeUnprintable(): Message {
  return message(
    'The definition has an expression that cannot be written here. Copy it from pg_get_indexdef and run it in psql.',
  );
}

export function isPlan(planned: MaintenancePlan | UnprintableAction): planned is MaintenancePlan {
  return 'steps' in planned;
}

/** As one text for a person to read or to copy. */
export function printSteps(steps: readonly MaintenanceStep[]): string {
  return steps.map(({ sql }) => `${sql}\n`).join('');
}
