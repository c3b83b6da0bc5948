// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { everyServer } from './postgres-binaries.mjs';

/** @typedef {import('./postgres-binaries.mjs').ExtensionFiles} ExtensionFiles */
/** @typedef {import('./postgres-binaries.mjs').ServerAlias} ServerAlias */

/** Where Debian's package puts it, and where `.ci/run` unpacks that package without installing it. */
const ROOTS = ['/', fileURLToPath(new URL('../../.cache/hypopg', import.meta.url))];

/**
 * Debian's hypopg, and the server that it was built for. Minor versions and whose build it is make no difference to an extension.
 *
 * @returns {{ alias: ServerAlias, extension: ExtensionFiles }}
 */
export function findHypopg() {
  for (const alias of everyServer()) {
    const major = alias.slice(2);
    for (const root of ROOTS) {
      const library = path.join(root, 'usr/lib/postgresql', major, 'lib/hypopg.so');
      const folder = path.join(root, 'usr/share/postgresql', major, 'extension');
      if (!existsSync(library) || !existsSync(folder)) continue;
      const shared = readdirSync(folder).filter((name) => /^hypopg\b.*\.(?:control|sql)$/.test(name));
      return { alias, extension: { library, shared: shared.map((name) => path.join(folder, name)) } };
    }
  }
  throw new Error(
    'hypopg is missing. On Debian or Ubuntu .ci/run unpacks it; elsewhere see CONTRIBUTING.md, "Hypothetical indexes".',
  );
}
