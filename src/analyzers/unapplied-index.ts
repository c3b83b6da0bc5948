import type { AccessPath } from './query/access-path';
import { message } from './message';
import { type Outcome, silent } from './rules/define-rule';

/** A silence that rests on an index says so when the server does not have that index yet: the query is slow until the migration is run. */
export function tellUnapplied(outcome: Outcome, { table }: AccessPath): Outcome {
  if (outcome.kind !== 'silent' || outcome.code !== 'covered-by-index') return outcome;
  const { args } = outcome.message;
  const index = table?.indexes.find(({ name, unapplied }) => unapplied === true && args.includes(name));
  if (!index) return outcome;
  const file = index.declaredAt?.file ?? '';
  return silent(
    'covered-by-unapplied-index',
    message(
      'The index {0} does, which {1} creates. The database does not have it yet.',
      index.name,
      file.slice(file.lastIndexOf('/') + 1),
    ),
  );
}
