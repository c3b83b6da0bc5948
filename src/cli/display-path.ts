import { relative, sep } from 'node:path';

/** Relative to the working directory, with slashes on every system: the same input prints the same report. */
export function displayPath(path: string, workingDirectory: string): string {
  return relative(workingDirectory, path).split(sep).join('/');
}
