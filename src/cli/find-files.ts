import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { existsSync } from 'node:fs';
import createIgnore, { type Ignore } from 'ignore';

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'dist', 'out']);

interface IgnoreFile {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** The files below a folder, in the order of their names, without what `.gitignore` files name. */
export async function findFiles(
  folder: string,
  accepts: (path: string) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  await walk(folder, await ignoreFilesAbove(folder), accepts, found);
  return found;
}

async function walk(
  folder: string,
  inherited: readonly IgnoreFile[],
  accepts: (path: string) => boolean,
  found: string[],
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ignoreFiles = [...inherited, ...(await readIgnoreFile(folder))];
  entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    // Links are not followed: they may lead round in circles, and their targets are found under their own names.
    if (entry.isDirectory()) {
      if (SKIPPED_FOLDERS.has(entry.name) || isIgnored(`${path}${sep}`, ignoreFiles)) continue;
      await walk(path, ignoreFiles, accepts, found);
    } else if (entry.isFile() && accepts(path) && !isIgnored(path, ignoreFiles)) {
      found.push(path);
    }
  }
}

/** The nearest `.gitignore` that says something decides, as git has it. */
function isIgnored(path: string, ignoreFiles: readonly IgnoreFile[]): boolean {
  for (const { folder, patterns } of [...ignoreFiles].reverse()) {
    const verdict = patterns.test(relativePath(folder, path));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

/** With slashes; the last one marks a folder. */
function relativePath(folder: string, path: string): string {
  const trailing = path.endsWith(sep) ? '/' : '';
  return relative(folder, path).split(sep).join('/') + trailing;
}

async function readIgnoreFile(folder: string): Promise<readonly IgnoreFile[]> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => undefined);
  return text === undefined ? [] : [{ folder, patterns: createIgnore().add(text) }];
}

/** Of the folders between the repository's root and this one. */
async function ignoreFilesAbove(folder: string): Promise<readonly IgnoreFile[]> {
  const above: IgnoreFile[] = [];
  let current = folder;
  while (!existsSync(join(current, '.git'))) {
    const parent = dirname(current);
    if (parent === current) return [];
    current = parent;
    above.unshift(...(await readIgnoreFile(current)));
  }
  return above;
}
