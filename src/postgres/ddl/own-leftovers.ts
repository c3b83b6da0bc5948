import type { BuiltIndex, MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { IndexState } from './index-states';

/** Invalid indexes that these steps have made: they were not there before, and bear the name that the step gives. Nothing else is ever cleaned up. */
export function ownLeftovers(
  steps: readonly MaintenanceStep[],
  before: readonly IndexState[],
  after: readonly IndexState[],
): readonly IndexState[] {
  const known = new Set(before.map(({ oid }) => oid));
  return after.filter(
    (state) =>
      !state.isValid &&
      !state.isWorkedOn &&
      !state.isPartitioned &&
      isOfSteps(state, steps) &&
      (!known.has(state.oid) || isReplacedByRebuild(state, before)),
  );
}

function isOfSteps(state: IndexState, steps: readonly MaintenanceStep[]): boolean {
  return steps.some(({ table, builds }) => builds && isOn(state, table) && isNamedBy(state.name, builds));
}

function isOn({ schema, table }: IndexState, name: RelationName): boolean {
  return schema === name.schema && table === name.name;
}

function isNamedBy(name: string, { name: built, how }: BuiltIndex): boolean {
  if (how === 'create') return name === built;
  const stem = /^(.+)_cc(?:new|old)\d*$/.exec(name)?.[1];
  // The server cuts a long name to make room for the suffix.
  return stem !== undefined && (stem === built || (stem.length > 50 && built.startsWith(stem)));
}

/** The index that was there, which the rebuilt one has put out of its name. */
function isReplacedByRebuild(state: IndexState, before: readonly IndexState[]): boolean {
  const was = before.find(({ oid }) => oid === state.oid);
  return was !== undefined && was.name !== state.name && /_ccold\d*$/.test(state.name);
}

/** Indexes that a step was to drop, and that are neither as they were nor gone. They are the user's: whether they go is not ours to say. */
export function halfDropped(
  steps: readonly MaintenanceStep[],
  before: readonly IndexState[],
  after: readonly IndexState[],
): readonly IndexState[] {
  return after.filter(
    (state) =>
      !state.isValid &&
      steps.some(({ table, drops }) => isOn(state, table) && drops === state.name) &&
      before.some(({ oid, isValid }) => oid === state.oid && isValid),
  );
}
