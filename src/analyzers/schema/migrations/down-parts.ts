import type { Span } from '../../span';

/** Lines by which migration tools part what a file does from how it is taken back: dbmate, goose, sql-migrate, node-pg-migrate, Play. */
const MARKER =
  /^[ \t]*(?:--|#)[ \t]*(?:(?:migrate:|\+goose[ \t]+|\+migrate[ \t]+|---[ \t]*!|!)(up|down)s?\b|[\s-]*(up|down)[ \t]+migration\b).*$/gim;

/** A stretch of a script between two markers. */
export interface ScriptPart extends Span {
  readonly isDown: boolean;
}

/** The script without its markers, cut where they stand. */
export function scriptParts(script: string): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  let isDown = false;
  let start = 0;
  for (const match of script.matchAll(MARKER)) {
    parts.push({ start, end: match.index, isDown });
    start = match.index + match[0].length;
    isDown = (match[1] ?? match[2] ?? '').toLowerCase() === 'down';
  }
  parts.push({ start, end: script.length, isDown });
  return parts;
}

/** What takes a migration back: `x.down.sql`, `x_down.sql`, `down/x.sql`, Flyway's `U2__x.sql`. */
const REVERSE =
  /(?:^|[/._-])(?:down|rollback|undo|revert)\.sql$|(?:^|\/)(?:down|rollbacks?|undo|reverts?)\/|(?:^|\/)U\d+(?:[._]\d+)*__[^/]*$/i;

/** @param path below the folder of the migrations */
export function isReverse(path: string): boolean {
  return REVERSE.test(path);
}
