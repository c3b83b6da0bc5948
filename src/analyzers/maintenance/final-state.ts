import { message, type Message } from '../message';
import type { LeftoverIndex } from './leftover';

/** An index of a table, before or after an action. */
export interface SeenIndex extends LeftoverIndex {
  readonly oid: number;
}

/** What has become of the indexes of some tables: one sentence for each that is not as it was. */
export function describeFinalState(
  before: readonly SeenIndex[],
  after: readonly SeenIndex[],
): readonly Message[] {
  const sentences = [
    ...after.flatMap((index) => describeNow(index, before) ?? []),
    ...before.filter((index) => isGone(index, after)).map(({ name }) => message('{0} is gone.', name)),
  ];
  return sentences.length > 0 ? sentences : [message('No index has changed.')];
}

function describeNow(index: SeenIndex, before: readonly SeenIndex[]): Message | undefined {
  const { name, isValid } = index;
  const same = before.find(({ oid }) => oid === index.oid);
  const sameName = before.find((other) => isSameName(other, index));
  if (same && same.name !== name) return message('{0} is now called {1}.', same.name, name);
  if (same) {
    if (same.isValid === isValid) return undefined;
    return isValid
      ? message('{0} is valid now.', name)
      : message('{0} is invalid now: no query uses it.', name);
  }
  if (!isValid) return message('{0} is there and invalid: no query uses it.', name);
  return sameName
    ? message('{0} was built anew and is valid.', name)
    : message('{0} is there and valid.', name);
}

/** Neither it nor another under its name. */
function isGone(index: SeenIndex, after: readonly SeenIndex[]): boolean {
  return !after.some((other) => other.oid === index.oid || isSameName(other, index));
}

function isSameName(a: SeenIndex, b: SeenIndex): boolean {
  return a.schema === b.schema && a.name === b.name;
}
