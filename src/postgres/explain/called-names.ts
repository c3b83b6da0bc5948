/** Each alone over the whole text: a quote in a string would else hide what stands up to the next one. */
const NAMES = [/([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/g, /"((?:[^"]|"")+)"/g];

/** What may be a call: every name with a parenthesis behind it. Keywords and columns among them cost a look-up and no more. */
export function calledNames(text: string): readonly string[] {
  return names(text, (behind) => /^\s*\(/.test(text.slice(behind, behind + 100)));
}

/** Every name, of types too. */
export function namesIn(text: string): readonly string[] {
  return names(text, () => true);
}

function names(text: string, accepts: (behind: number) => boolean): readonly string[] {
  const found = new Set<string>();
  for (const match of NAMES.flatMap((pattern) => [...text.matchAll(pattern)])) {
    if (!accepts(match.index + match[0].length)) continue;
    const [written, name = ''] = match;
    found.add(written === name ? name.toLowerCase() : name.replaceAll('""', '"'));
  }
  return [...found];
}

/** The texts of a JSON document without its own quotes, so that those of SQL are left. */
export function withoutJsonQuotes(document: string): string {
  return document.replace(/\\([^])|"/g, (_, escaped?: string) => (escaped === '"' ? '"' : ' '));
}
