/** Lines by which migration tools part what a file does from how it is taken back: dbmate, goose, sql-migrate, node-pg-migrate, Play. */
const MARKER =
  /^[ \t]*(?:--|#)[ \t]*(?:(?:migrate:|\+goose[ \t]+|\+migrate[ \t]+|---[ \t]*!|!)(up|down)s?\b|(up|down)[ \t]+migration\b).*$/gim;

/** The script with blanks in the place of its down parts, so that every position stays what it is. */
export function withoutDownParts(script: string): string {
  let kept = '';
  let from = 0;
  let isDown = false;
  const take = (end: number): void => {
    const part = script.slice(from, end);
    kept += isDown ? part.replace(/[^\n]/g, ' ') : part;
    from = end;
  };
  for (const match of script.matchAll(MARKER)) {
    const direction = match[1] ?? match[2] ?? '';
    take(match.index);
    isDown = direction.toLowerCase() === 'down';
  }
  if (from === 0 && !isDown) return script;
  take(script.length);
  return kept;
}
