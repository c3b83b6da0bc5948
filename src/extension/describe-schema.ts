import { describePlaces } from '../analyzers/describe-places';
import type { ServerSource } from '../analyzers/schema/snapshot-source';
import type { FolderSchema } from './folder-schema';
import { countTables } from './count-words';
import { formatAge } from './format-age';
import type { Localizer } from './localizer';

/** What statements are judged from. */
export function describeSchema(schema: FolderSchema, now: Date, l10n: Localizer): string {
  switch (schema.kind) {
    case 'none':
      return l10n.t('No migrations found: only the shape of queries is judged');
    case 'failed':
      return l10n.t('The migrations could not be read: {0}', schema.reason);
    case 'read': {
      const { paths, summary } = schema;
      const tables = countTables(summary.tables, l10n);
      if (summary.source.kind === 'server') {
        return l10n.t('Schema: {0}, {1}', describeServer(summary.source, now, l10n), tables);
      }
      const migrations = countMigrations(paths.length, l10n);
      const folders = describePlaces(foldersOf(paths));
      return l10n.t('Schema: {0} in {1}, {2}', migrations, folders, tables);
    }
  }
}

/** The same for a place that has one short line for it and cuts off the rest. */
export function describeSchemaBriefly(schema: FolderSchema, now: Date, l10n: Localizer): string {
  if (schema.kind !== 'read') return describeSchema(schema, now, l10n);
  const { source } = schema.summary;
  if (source.kind === 'server') return describeServer(source, now, l10n);
  const folders = foldersOf(schema.paths);
  const [folder = '.'] = folders;
  const place = folders.length === 1 ? folder : l10n.t('{0} folders', folders.length);
  return l10n.t('{0} in {1}', countMigrations(schema.paths.length, l10n), place);
}

/** `shop@db.example:5432, read 3 minutes ago` */
function describeServer({ target, readAt }: ServerSource, now: Date, l10n: Localizer): string {
  return l10n.t('{0}, read {1}', target, formatAge(new Date(readAt), now, l10n));
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
