import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

const LANGUAGES: Readonly<Record<string, string>> = {
  '.sql': 'sql',
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescriptreact',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascriptreact',
};

/** Larger ones are dumps and bundles, not sources. */
const MAX_SIZE_BYTES = 20 * 1024 * 1024;
const SNIFFED_BYTES = 8192;

export type SourceFile =
  | { readonly kind: 'text'; readonly text: string; readonly languageId: string }
  /** Nothing a person writes queries in: passed over where it was found, a mistake where it was named. */
  | { readonly kind: 'not-source'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** VS Code's language id, by the file's name. Markdown has none: it is read only when it is named. */
export function languageOf(path: string): string | undefined {
  return LANGUAGES[extname(path).toLowerCase()];
}

export async function readSource(path: string): Promise<SourceFile> {
  const languageId = languageOf(path) ?? (extname(path).toLowerCase() === '.md' ? 'markdown' : undefined);
  if (languageId === undefined) {
    return { kind: 'not-source', reason: 'is not an SQL, TypeScript or JavaScript file' };
  }
  try {
    const { size } = await stat(path);
    if (size > MAX_SIZE_BYTES) return { kind: 'not-source', reason: 'is larger than 20 MB' };
    const text = decode(await readFile(path));
    if (text === undefined) return { kind: 'not-source', reason: 'is binary' };
    return { kind: 'text', text, languageId };
  } catch (error) {
    return { kind: 'unreadable', reason: `could not be read (${reasonOf(error)})` };
  }
}

/** A file of any kind that is no source; `undefined` when it cannot be read. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    return size > MAX_SIZE_BYTES ? undefined : decode(await readFile(path));
  } catch {
    return undefined;
  }
}

/** As an editor reads it: a byte order mark decides and is not part of the text. */
function decode(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return undefined;
  return new TextDecoder('utf-8').decode(bytes);
}

export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
