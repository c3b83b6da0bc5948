import type { DdlProposal } from '../../finding';
import { wordsForFile } from '../next-migration';
import type { Room } from './fit-proposal';
import type { MigrationProject, NewMigration } from './new-migration';
import { graphileForm } from './sql-forms';
import type { MigrationTool } from './tool';

/** New statements go to `current.sql`, from where `graphile-migrate commit` numbers them, or to the next file of `current/`. */
export function graphileMigration(
  proposal: DdlProposal,
  project: MigrationProject,
  last: string,
): NewMigration {
  const { root, parts, current, isEmpty } = currentOf(project, last);
  if (parts.length > 0) {
    const number = /\/(\d+)[^/]*$/.exec(parts.at(-1)?.path ?? '')?.[1] ?? '0';
    const next = String(Number(number) + 1).padStart(number.length, '0');
    const path = `${root}current/${next}-${wordsForFile(proposal.migrationName)}.sql`;
    return { path, files: [{ path, text: graphileForm(proposal, false) }], changes: [] };
  }
  const path = `${root}current.sql`;
  const text = graphileForm(proposal, isEmpty);
  if (current === undefined) return { path, files: [{ path, text }], changes: [] };
  const end = current.length;
  const change = { path, span: { start: isEmpty ? 0 : end, end }, newText: isEmpty ? text : `\n${text}` };
  return { path, files: [], changes: [change] };
}

/** What is current is one transaction, unless the new statement is all there is. `undefined` for other tools. */
export function roomInGraphile(
  project: MigrationProject,
  { last, tool }: { readonly last: string; readonly tool?: MigrationTool },
): Room | undefined {
  if (tool !== 'graphile-migrate') return undefined;
  const { parts, isEmpty } = currentOf(project, last);
  return parts.length === 0 && isEmpty ? 'alone' : 'inside';
}

function currentOf({ migrations, textOf }: MigrationProject, last: string) {
  const root = last.replace(/(?:committed\/[^/]*|current\/[^/]*|current\.sql)$/, '');
  const parts = migrations.filter(({ path }) => path.startsWith(`${root}current/`));
  const current = textOf(`${root}current.sql`);
  const isEmpty = current === undefined || current.replace(/^--.*$/gm, '').trim() === '';
  return { root, parts, current, isEmpty };
}
