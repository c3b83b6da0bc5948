import { join } from 'node:path';
import { formatMessage } from '../analyzers/message';
import type { ConnectionSetting, ReadSetting } from '../postgres/connection/connection-setting';
import { readJsonc } from './read-jsonc';
import { readText } from './read-source';
import { objectOf, SECTION } from './setting-values';
import { Trouble } from './trouble';

/** The connection of that name in `.vscode/settings.json`. Throws Trouble. */
export async function findConnectionSetting(
  name: string,
  workingDirectory: string,
  readSetting: (value: unknown) => ReadSetting,
): Promise<ConnectionSetting> {
  const text = await readText(join(workingDirectory, '.vscode', 'settings.json'));
  const listed = text === undefined ? undefined : objectOf(readJsonc(text))?.[`${SECTION}connections`];
  const entries: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const entry = entries.find((candidate) => objectOf(candidate)?.['name'] === name);
  if (entry === undefined) {
    const names = entries.map((candidate) => objectOf(candidate)?.['name']).filter(Boolean);
    const known = names.length > 0 ? `It names ${names.join(', ')}.` : 'It names none.';
    throw new Trouble(
      `.vscode/settings.json of this folder has no connection "${name}". ${known} Or write --url postgresql://user@host/database.`,
    );
  }
  const read = readSetting(entry);
  if (read.kind === 'problems') throw new Trouble(read.problems.map(formatMessage).join(' '));
  return read.setting;
}
