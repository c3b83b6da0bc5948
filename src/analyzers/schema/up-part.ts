/** Lines by which migration tools part what a file does from how it is taken back: dbmate, goose, sql-migrate, node-pg-migrate, Play. */
const MARKER =
  /^[ \t]*(?:--|#)[ \t]*(?:(?:migrate:|\+goose[ \t]+|\+migrate[ \t]+|---[ \t]*!|!)(up|down)s?\b|(up|down)[ \t]+migration\b).*$/gim;

/** The script with blanks in the place of its down parts and of the markers, so that every position stays what it is. */
export function withoutDownParts(script: string): string {
  let kept = '';
  let isDown = false;
  const take = (end: number, isBlank: boolean): void => {
    const part = script.slice(kept.length, end);
    kept += isBlank ? part.replace(/[^\n]/g, ' ') : part;
  };
  for (const match of script.matchAll(MARKER)) {
    take(match.index, isDown);
    take(match.index + match[0].length, true);
    isDown = (match[1] ?? match[2] ?? '').toLowerCase() === 'down';
  }
  if (kept === '') return script;
  take(script.length, isDown);
  return kept;
}
