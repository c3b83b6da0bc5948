import type { DdlProposal } from '../../finding';
import type { Span } from '../../span';
import { lastOf, type NextMigration, nextMigration } from '../next-migration';
import { codeForm, codeStyle, type CodeTool } from './code-forms';
import { journalEntry } from './drizzle-journal';
import { FLYWAY_CONFIGURATION, graphileForm, sqlForm } from './sql-forms';
import { isCodeMigration, type MigrationTool } from './tool';

/** The migrations that a new one has to follow. */
export interface MigrationProject {
  /** In the order they are applied. Paths are relative to the project, with slashes. */
  readonly migrations: readonly { readonly path: string; readonly tool?: MigrationTool }[];
  /** Of a migration, or of what a tool keeps beside them. */
  readonly textOf: (path: string) => string | undefined;
}

/** What has to be written for a migration. */
export interface NewMigration {
  /** Where its statements are, to be shown. */
  readonly path: string;
  /** None of them exists. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Of files that exist. */
  readonly changes: readonly FileChange[];
}

export interface FileChange {
  readonly path: string;
  readonly span: Span;
  readonly newText: string;
}

/**
 * A migration that follows the ones there are: named as they are, and in the form of the tool that runs them. `undefined` when they do not
 * show how.
 *
 * @param near a file of the project: of several folders of migrations, the one nearest to it is meant
 * @param now what a time in a name says, as UTC
 */
export function writeMigration(
  proposal: DdlProposal,
  project: MigrationProject,
  near: string,
  now: Date,
): NewMigration | undefined {
  // Programs of no known tool may migrate anything.
  const known = project.migrations.filter(({ path, tool }) => tool !== undefined || !isCodeMigration(path));
  const paths = known.map(({ path }) => path);
  const last = lastOf(paths, near);
  const tool = project.migrations.find(({ path }) => path === last)?.tool;
  if (last === undefined) return undefined;
  if (tool === 'graphile-migrate') return graphileMigration(proposal, project, last);
  const next = nextMigration(paths, proposal.migrationName, now, near);
  if (!next) return undefined;
  if (isCodeMigration(next.path)) return codeMigration(proposal, next.path, last, tool, project);
  return sqlMigration(proposal, next, tool, project, now);
}

function codeMigration(
  proposal: DdlProposal,
  path: string,
  last: string,
  tool: MigrationTool | undefined,
  { textOf }: MigrationProject,
): NewMigration | undefined {
  if (!isCodeTool(tool)) return undefined;
  const stem = nameOf(path).replace(/\.\w+$/, '');
  const text = codeForm(tool, proposal, stem, codeStyle(last, textOf(last) ?? ''));
  return { path, files: [{ path, text }], changes: [] };
}

function isCodeTool(tool: MigrationTool | undefined): tool is CodeTool {
  return tool === 'knex' || tool === 'mikro-orm' || tool === 'node-pg-migrate' || tool === 'typeorm';
}

function sqlMigration(
  proposal: DdlProposal,
  { path, downPath }: NextMigration,
  tool: MigrationTool | undefined,
  { textOf }: MigrationProject,
  now: Date,
): NewMigration {
  const form = sqlForm(tool, proposal, downPath !== undefined);
  const files = [
    { path, text: form.text },
    ...(downPath === undefined ? [] : [{ path: downPath, text: form.down }]),
    ...(form.needsConfiguration ? [{ path: `${path}.conf`, text: FLYWAY_CONFIGURATION }] : []),
  ];
  const journal = `${folderOf(path)}meta/_journal.json`;
  const text = tool === 'drizzle' ? textOf(journal) : undefined;
  const tag = nameOf(path).replace(/\.sql$/, '');
  const entry = text === undefined ? undefined : journalEntry(journal, text, tag, now);
  return { path, files, changes: entry ? [entry] : [] };
}

/** New statements go to `current.sql`, from where `graphile-migrate commit` numbers them, or to the next file of `current/`. */
function graphileMigration(
  proposal: DdlProposal,
  { migrations, textOf }: MigrationProject,
  last: string,
): NewMigration {
  const root = last.replace(/(?:committed\/[^/]*|current\/[^/]*|current\.sql)$/, '');
  const parts = migrations.filter(({ path }) => path.startsWith(`${root}current/`));
  if (parts.length > 0) {
    const number = /\/(\d+)[^/]*$/.exec(parts.at(-1)?.path ?? '')?.[1] ?? '0';
    const next = String(Number(number) + 1).padStart(number.length, '0');
    const path = `${root}current/${next}-${proposal.migrationName}.sql`;
    return { path, files: [{ path, text: graphileForm(proposal, false) }], changes: [] };
  }
  const path = `${root}current.sql`;
  const current = textOf(path);
  const isAlone = current === undefined || current.replace(/^--.*$/gm, '').trim() === '';
  const text = graphileForm(proposal, isAlone);
  if (current === undefined) return { path, files: [{ path, text }], changes: [] };
  const end = current.length;
  const change = { path, span: { start: isAlone ? 0 : end, end }, newText: isAlone ? text : `\n${text}` };
  return { path, files: [], changes: [change] };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
