import type { RuleContext } from './rules/define-rule';
import { isReverseFile, migrationsFolderOf } from './schema/migration-files';
import { runsQueriesOnce } from './schema/run-once-file';
import { isReadMigration } from './schema/snapshot-source';
import type { Fragment } from './sources/fragment';

type Placed = Pick<RuleContext, 'fragment' | 'file' | 'migration' | 'snapshot'>;

/** What a migration does once, or only when it is taken back, is no query of the program. */
export function runsOnce(placed: Placed): boolean {
  return isDownPart(placed) || (!isDefined(placed.fragment) && isMigration(placed));
}

/** It takes a migration back. */
export function isDownPart({ fragment, file }: Pick<Placed, 'fragment' | 'file'>): boolean {
  return fragment.isDown === true || isReverseFile(file);
}

/** A migration defines it, and it runs whenever it is asked for. */
function isDefined({ carrier }: Fragment): boolean {
  return carrier === 'routine' || carrier === 'materialized-view';
}

function isMigration({ file, migration, snapshot: { source } }: Placed): boolean {
  if (runsQueriesOnce(file)) return true;
  if (!isReadMigration(source, file)) return false;
  return migration !== undefined || migrationsFolderOf(file) !== undefined;
}
