import type { MaintenancePlan, MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import { message, type Message } from '../../analyzers/message';
import type { IndexState } from './index-states';

/** Whether the catalogue shows that the last step of the plan has come to its end. `false` also where a step leaves no trace there. */
export function isReached(
  { steps }: MaintenancePlan,
  begun: readonly MaintenanceStep[],
  before: readonly IndexState[],
  after: readonly IndexState[],
): boolean {
  const last = steps.at(-1);
  if (!last || begun.length < steps.length) return false;
  if (last.drops !== undefined) return !named(last.drops, after);
  if (!last.builds) return false;
  const built = named(last.builds.name, after);
  return built?.isValid === true && built.oid !== named(last.builds.name, before)?.oid;
}

function named(name: string, states: readonly IndexState[]): IndexState | undefined {
  return states.find((state) => state.name === name);
}

/** Of a recipe that was broken off: an index that is built and not yet in its place is no leftover, but nobody would know of it. */
export function builtInVain(
  begun: readonly MaintenanceStep[],
  before: readonly IndexState[],
  after: readonly IndexState[],
): readonly Message[] {
  return begun.flatMap(({ builds }) => {
    const built = builds?.how === 'create' ? named(builds.name, after) : undefined;
    if (built?.isValid !== true || built.isNeeded || before.some(({ oid }) => oid === built.oid)) return [];
    return [
      message(
        '{0} is built and valid, and what was to come after it has not been done: do it, or drop {0}. Until then it costs writes.',
        built.name,
      ),
    ];
  });
}
