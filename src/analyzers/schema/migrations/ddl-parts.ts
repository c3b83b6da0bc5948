import type { DdlProposal } from '../../finding';
import { splitStatements } from '../../sql/split-statements';

/** The DDL of a fix, taken apart. */
export interface DdlParts {
  /** Lines without `--`, above the first statement. */
  readonly comments: readonly string[];
  /** Without semicolons. */
  readonly statements: readonly string[];
}

export function ddlParts(ddl: string): DdlParts {
  const statements = splitStatements(ddl);
  const head = ddl.slice(0, statements[0]?.span.start ?? ddl.length);
  return {
    comments: Array.from(head.matchAll(/^-- ?(.*)$/gm), ([, line = '']) => line),
    statements: statements.map(({ text }) => text),
  };
}

/** Nothing but one statement goes either way, so that the server makes no transaction of a text that is sent as one query. */
export function isAlone({ up, down }: UpAndDown): boolean {
  return [up, down].every((ddl) => ddlParts(ddl).statements.length <= 1);
}

export function commentLines(text: string, mark: '--' | '//' = '--'): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${mark} ${line}`.trimEnd())
    .join('\n');
}

/** The reverse goes along as a comment, for whoever has to take the change back at night. */
export function withUndo(up: string, down: string): string {
  return `${up}-- To undo:\n${commentLines(down)}\n`;
}

/** What a migration does and how it is taken back. */
export interface UpAndDown {
  readonly up: string;
  readonly down: string;
}

/**
 * The DDL for a tool that cannot run it outside a transaction: without CONCURRENTLY, which PostgreSQL refuses there, and with what to do about
 * it.
 *
 * @param because the sentence that says why
 */
export function insideTransaction(proposal: DdlProposal, because: string): UpAndDown {
  const { up, down, inTransaction } = proposal;
  if (!inTransaction) return { up, down };
  const byHand = ddlParts(up)
    .statements.map((statement) => `${statement};`)
    .join('\n');
  const note = `${because} On a table that is in use, run this by hand before, and the\nmigration has nothing left to do:\n${byHand}`;
  return { up: `${commentLines(note)}\n${inTransaction.up}`, down: inTransaction.down };
}
