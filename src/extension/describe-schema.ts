import { describePlaces } from '../analyzers/describe-places';
import type { FolderSchema } from './folder-schema';
import type { Localizer } from './localizer';

/** What statements are judged from. */
export function describeSchema(schema: FolderSchema, l10n: Localizer): string {
  switch (schema.kind) {
    case 'none':
      return l10n.t('No migrations found: only the shape of queries is judged');
    case 'failed':
      return l10n.t('The migrations could not be read: {0}', schema.reason);
    case 'read': {
      const { paths, summary } = schema;
      const migrations = countMigrations(paths.length, l10n);
      const folders = describePlaces(foldersOf(paths));
      return l10n.t('Schema: {0} in {1}, {2}', migrations, folders, countTables(summary.tables, l10n));
    }
  }
}

/** The same for a place that has one short line for it and cuts off the rest. */
export function describeSchemaBriefly(schema: FolderSchema, l10n: Localizer): string {
  if (schema.kind !== 'read') return describeSchema(schema, l10n);
  const folders = foldersOf(schema.paths);
  const [folder = '.'] = folders;
  const place = folders.length === 1 ? folder : l10n.t('{0} folders', folders.length);
  return l10n.t('{0} in {1}', countMigrations(schema.paths.length, l10n), place);
}

function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map(folderOfPath))].map((folder) => folder || '.');
}

function folderOfPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function countMigrations(count: number, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 migration') : l10n.t('{0} migrations', count);
}

function countTables(count: number, l10n: Localizer): string {
  return count === 1 ? l10n.t('1 table') : l10n.t('{0} tables', count);
}
