import type { DdlProposal } from '../../analyzers/finding';
import type { NewMigration } from './plan-fix';

/** A migration that follows the ones there are, named and written as they are. */
export function nameNewMigration(proposal: DdlProposal, paths: readonly string[]): NewMigration {
  const last = paths.at(-1) ?? 'migrations/0000.sql';
  const folder = last.slice(0, last.lastIndexOf('/') + 1);
  const number = /^\d+/.exec(last.slice(folder.length))?.[0] ?? '0000';
  const next = String(Number(number) + 1).padStart(number.length, '0');
  return { path: `${folder}${next}_${proposal.migrationName}.sql`, text: proposal.up };
}
