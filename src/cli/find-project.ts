import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * Folders whose migrations could be those of a path, nearest first: the path itself, every project folder above it up to the
 * repository's root, and the working directory when the path lies in it.
 */
export function candidateProjects(folder: string, workingDirectory: string): readonly string[] {
  const candidates = [folder, ...projectFoldersAbove(folder)];
  if (!relative(workingDirectory, folder).startsWith('..')) candidates.push(resolve(workingDirectory));
  return [...new Set(candidates)];
}

function projectFoldersAbove(folder: string): readonly string[] {
  const folders: string[] = [];
  for (let current = folder; ; current = dirname(current)) {
    const isRepository = existsSync(join(current, '.git'));
    if (isRepository || existsSync(join(current, 'package.json'))) folders.push(current);
    if (isRepository || dirname(current) === current) return folders;
  }
}
