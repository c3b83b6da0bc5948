const SHOWN = 3;

/** Folders as a sentence names them. Tools that give each migration a folder of its own have hundreds: `prisma/migrations/*`. */
export function describePlaces(folders: readonly string[]): string {
  const named = folders.map((folder) => folder || '.');
  const places = named.length > SHOWN ? [...new Set(named.map((folder) => together(folder, named)))] : named;
  const shown = places.slice(0, SHOWN).join(', ') || '.';
  return places.length > SHOWN ? `${shown}, …` : shown;
}

function together(folder: string, folders: readonly string[]): string {
  const parent = parentOf(folder);
  return folders.some((other) => other !== folder && parentOf(other) === parent) ? `${parent}/*` : folder;
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) || '.';
}
