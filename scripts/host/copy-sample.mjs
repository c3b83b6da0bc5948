// @ts-check
import { cpSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * The sample for one run, to be changed at will. It finds the packages of the project as the sample itself does: beside a
 * folder that holds it.
 *
 * @param {string} root folder of package.json
 * @param {string} into an existing folder
 * @returns {string} the folder to open
 */
export function copySample(root, into) {
  const copy = path.join(into, 'event-store');
  cpSync(path.join(root, 'samples', 'event-store'), copy, { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(into, 'node_modules'), 'junction');
  return copy;
}
