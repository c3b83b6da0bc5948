import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');

export interface SourceModule {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** Modules of the project, as paths from the root. Types count: they couple as much as values do. */
  readonly imports: readonly string[];
  /** Packages and Node's own modules. */
  readonly packages: readonly string[];
}

export function readModules(folder: string): readonly SourceModule[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.ts'))
    .map(readModule);
}

/** From the root, with slashes. */
export function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function readModule(path: string): SourceModule {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const specifiers = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
  return {
    path,
    text,
    imports: specifiers.filter((name) => name.startsWith('.')).map((name) => resolveRelative(path, name)),
    packages: specifiers.filter((name) => !name.startsWith('.')),
  };
}

function resolveRelative(from: string, specifier: string): string {
  const path = posix.join(dirname(from), specifier);
  const candidates = [path, `${path}.ts`, `${path}/index.ts`];
  return (
    candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(join(ROOT, candidate))) ?? path
  );
}
