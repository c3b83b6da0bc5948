import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { displayPath } from './display-path';
import { readJsonc } from './read-jsonc';
import { readText } from './read-source';
import type { FileNote } from './report';
import { holdsSettings, objectOf, readSettingValues, type SettingValues } from './setting-values';

export interface FolderSettings {
  readonly values: SettingValues;
  /** The folder that `.vscode` lies in. */
  readonly folder?: string;
}

export const NO_SETTINGS: FolderSettings = { values: { analysis: {} } };

/** Reads each `.vscode/settings.json` once. What is wrong with one is a fatal note: its rules would be judged in another way than was meant. */
export class SettingsReader {
  readonly #byFolder = new Map<string, Promise<FolderSettings | undefined>>();

  constructor(
    private readonly workingDirectory: string,
    private readonly notes: FileNote[],
  ) {}

  /** What the nearest folder says that says anything: that of the path or one above it. */
  async of(folder: string): Promise<FolderSettings> {
    for (const candidate of foldersFrom(folder, this.workingDirectory)) {
      const known = this.#byFolder.get(candidate);
      const reading = known ?? this.#read(candidate);
      if (!known) this.#byFolder.set(candidate, reading);
      const settings = await reading;
      if (settings) return settings;
    }
    return NO_SETTINGS;
  }

  async #read(folder: string): Promise<FolderSettings | undefined> {
    const file = join(folder, '.vscode', 'settings.json');
    if (!existsSync(file)) return undefined;
    const complain = (reason: string): void => {
      this.notes.push({ path: displayPath(file, this.workingDirectory), reason, fatal: true });
    };
    const text = await readText(file);
    if (text === undefined) {
      complain('could not be read');
      return undefined;
    }
    const settings = objectOf(readJsonc(text));
    if (settings === undefined) complain('is not JSON');
    if (settings === undefined || !holdsSettings(settings)) return undefined;
    const { values, problems } = readSettingValues(settings);
    problems.forEach(complain);
    return { values, folder };
  }
}

/** Up to the repository's root; outside of one, up to the working directory. */
function foldersFrom(folder: string, workingDirectory: string): readonly string[] {
  const folders = [folder];
  for (let current = folder; dirname(current) !== current;) {
    if (existsSync(join(current, '.git'))) return folders;
    current = dirname(current);
    folders.push(current);
  }
  return folders.filter(
    (candidate) => candidate === folder || !relative(workingDirectory, candidate).startsWith('..'),
  );
}
