import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SchemaStatement } from '../../analyzers/schema/schema-statements';

const CREATES = /\bCREATE\s+EXTENSION\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"([\w-]+)"|(\w+))/gi;

/** As PGlite takes them. */
export type ExtensionFiles = Readonly<
  Record<string, { readonly name: string; setup(): Promise<{ readonly bundlePath: URL }> }>
>;

/** With `CASCADE` it makes the other too. */
const NEEDS: Readonly<Record<string, readonly string[]>> = { earthdistance: ['cube'] };

/** The names of the extensions that the schema makes, each once; a name in a comment costs a few milliseconds at most. */
export function askedExtensions(statements: readonly SchemaStatement[]): readonly string[] {
  const names = statements.flatMap(({ text }) =>
    [...text.matchAll(CREATES)].map(([, quoted, plain = '']) => quoted ?? plain.toLowerCase()),
  );
  return [...new Set(names.flatMap((name) => [name, ...(NEEDS[name] ?? [])]))];
}

/** Those of them that lie beside the program. Of any other `CREATE EXTENSION` is refused, as on a server that does not have it. */
export async function shippedExtensions(assets: string, names: readonly string[]): Promise<ExtensionFiles> {
  const found: Record<string, ExtensionFiles[string]> = {};
  for (const name of names) {
    const file = join(assets, `${name}.tar.gz`);
    const isShipped = await access(file).then(
      () => true,
      () => false,
    );
    if (!isShipped) continue;
    found[name] = { name, setup: () => Promise.resolve({ bundlePath: pathToFileURL(file) }) };
  }
  return found;
}
