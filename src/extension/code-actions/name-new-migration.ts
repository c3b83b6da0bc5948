import type { DdlProposal } from '../../analyzers/finding';
import { nextMigration } from '../../analyzers/schema/next-migration';
import type { NewMigration } from './plan-fix';

/**
 * A migration that follows the ones there are, named as they are; `undefined` when they do not show how.
 *
 * @param paths of the migrations, in the order they are applied
 * @param document that the fix is for: of several folders of migrations the nearest is meant
 */
export function nameNewMigration(
  { migrationName, up, down }: DdlProposal,
  paths: readonly string[],
  document: string,
  now: Date,
): NewMigration | undefined {
  const next = nextMigration(paths, migrationName, now, document);
  if (!next) return undefined;
  const { path, downPath } = next;
  return { path, text: up, ...(downPath !== undefined && { down: { path: downPath, text: down } }) };
}
