import type { DdlProposal } from '../../finding';
import type { Message } from '../../message';
import { lastOf, type NextMigration, nextMigration } from '../next-migration';
import { codeForm, codeStyle, type CodeTool } from './code-forms';
import { journalEntry } from './drizzle-journal';
import { fitProposal } from './fit-proposal';
import { graphileMigration, roomInGraphile } from './graphile-migration';
import type { FileChange, MigrationProject, NewMigration } from './new-migration';
import { FLYWAY_CONFIGURATION, sqlForm } from './sql-forms';
import { isCodeMigration, type MigrationTool } from './tool';

export type { FileChange, MigrationProject, NewMigration };

/**
 * A migration that follows the ones there are: named as they are, and in the form of the tool that runs them. `undefined` when they do not
 * show how, and when their tool cannot run it: `whyNoMigration` says so.
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
  const place = placeOf(project, near);
  if (!place) return undefined;
  const { last, tool, paths } = place;
  const fitted = fitProposal(proposal, tool, last, roomInGraphile(project, place));
  if ('refused' in fitted) return undefined;
  const [only] = fitted.migrations;
  if (tool === 'graphile-migrate') return only && graphileMigration(only, project, last);
  const known = [...paths];
  const written: NewMigration[] = [];
  for (const [i, part] of fitted.migrations.entries()) {
    // A second later, where the name says the time.
    const next = nextMigration(known, part.migrationName, new Date(now.getTime() + 1000 * i), near);
    const migration = next && oneMigration(part, next, place, project, now);
    if (!migration) return undefined;
    written.push(migration);
    // The last is what the next follows.
    known.push(migration.path);
  }
  return joined(written);
}

/** Why the tool of these migrations cannot run it; `undefined`: it can, or there are none. */
export function whyNoMigration(
  proposal: DdlProposal,
  project: MigrationProject,
  near: string,
): Message | undefined {
  const place = placeOf(project, near);
  const fitted = place && fitProposal(proposal, place.tool, place.last, roomInGraphile(project, place));
  return fitted && 'refused' in fitted ? fitted.refused : undefined;
}

interface Place {
  /** Those of which a tool is known, or that are SQL. */
  readonly paths: readonly string[];
  /** The one that a new one follows. */
  readonly last: string;
  readonly tool?: MigrationTool;
}

function placeOf({ migrations }: MigrationProject, near: string): Place | undefined {
  // Programs of no known tool may migrate anything.
  const known = migrations.filter(({ path, tool }) => tool !== undefined || !isCodeMigration(path));
  const paths = known.map(({ path }) => path);
  const last = lastOf(paths, near);
  const tool = migrations.find(({ path }) => path === last)?.tool;
  return last === undefined ? undefined : { paths, last, ...(tool && { tool }) };
}

function oneMigration(
  proposal: DdlProposal,
  next: NextMigration,
  { last, tool }: Place,
  project: MigrationProject,
  now: Date,
): NewMigration | undefined {
  if (isCodeMigration(next.path)) return codeMigration(proposal, next.path, last, tool, project);
  return sqlMigration(proposal, next, tool, project, now);
}

/** The first is shown. */
function joined(written: readonly NewMigration[]): NewMigration | undefined {
  const [first] = written;
  return (
    first && {
      path: first.path,
      files: written.flatMap(({ files }) => files),
      changes: written.flatMap(({ changes }) => changes),
    }
  );
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

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
