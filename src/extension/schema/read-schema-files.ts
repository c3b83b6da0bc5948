import * as vscode from 'vscode';
import type { MigrationSet } from '../../analyzers/schema/migration-files';
import type { SchemaFile } from '../../runtime/protocol';
import { findOpenDocument, readText } from '../documents';
import type { Log } from '../log';

/** Dumps of data are not read; a schema written by hand is far below. */
const MAX_FILE_BYTES = 5 * 1024 * 1024;
/** The last ones are kept: a table that is not known is not judged, an index that is not known would be missed. */
const MAX_FILES = 2000;

/** The texts of a folder's migrations as they are on the screen, saved or not. */
export async function readSchemaFiles(
  folder: vscode.WorkspaceFolder,
  { paths, companions }: Pick<MigrationSet, 'paths' | 'companions'>,
  log: Log,
): Promise<readonly SchemaFile[]> {
  if (paths.length > MAX_FILES) {
    log.warn(`${folder.name}: only the last ${MAX_FILES} of ${paths.length} migrations are read`);
  }
  const read = async (path: string): Promise<readonly SchemaFile[]> => {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    const text = findOpenDocument(uri.toString())?.getText() ?? (await readText(uri, MAX_FILE_BYTES));
    if (text === undefined)
      log.warn(`${path} is left out of the schema: unreadable, binary or larger than 5 MB`);
    return text === undefined ? [] : [{ file: uri.toString(), path, text }];
  };
  const migrations = (await Promise.all(paths.slice(-MAX_FILES).map(read))).flat();
  if (migrations.length === 0) return [];
  const beside = (await Promise.all(companions.slice(-MAX_FILES).map(read))).flat();
  return [...migrations, ...beside.map((file) => ({ ...file, isCompanion: true }))];
}
