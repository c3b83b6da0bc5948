import { loadModule, scanSync } from 'libpg-query';

/** PostgreSQL's own tokens as text, comments left out; `undefined` where its lexer refuses the text. */
export async function postgresScanner(): Promise<(text: string) => readonly string[] | undefined> {
  await loadModule();
  return (text) => {
    const bytes = Buffer.from(text);
    try {
      return scanSync(text)
        .tokens.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'))
        .map(({ start, end }) => bytes.subarray(start, end).toString());
    } catch {
      return undefined;
    }
  };
}
