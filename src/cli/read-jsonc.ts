/** Strings are passed over, so that what looks like a comment in one stays. */
const COMMENT = /("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const TRAILING_COMMA = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;

/** JSON as VS Code's settings are written: with comments and commas at the end. `undefined` when it is none. */
export function readJsonc(text: string): unknown {
  const json = text
    .replace(COMMENT, (_, string: string | undefined) => string ?? ' ')
    .replace(TRAILING_COMMA, (_, string: string | undefined) => string ?? '');
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
