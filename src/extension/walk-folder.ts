/** A folder's entries by name. */
export type ReadFolder = (
  path: string,
) => Promise<readonly (readonly [name: string, kind: 'file' | 'folder'])[]>;

export interface WalkLimits {
  readonly skippedFolders: readonly string[];
  readonly maxFolders: number;
}

/** The files below a folder, as paths relative to it, level by level: what a limit leaves out is the deepest. Links are not followed. */
export async function walkFolder(
  readFolder: ReadFolder,
  accepts: (path: string) => boolean,
  { skippedFolders, maxFolders }: WalkLimits,
): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [''];
  for (let visited = 0; level.length > 0 && visited < maxFolders;) {
    const next: string[] = [];
    for (const folder of level.slice(0, maxFolders - visited)) {
      visited += 1;
      for (const [name, kind] of await readFolder(folder)) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (kind === 'file' && accepts(path)) found.push(path);
        if (kind === 'folder' && !skippedFolders.includes(name)) next.push(path);
      }
    }
    level = next;
  }
  return found.sort();
}
