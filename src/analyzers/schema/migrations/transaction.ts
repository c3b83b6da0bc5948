import type { DocumentEdit } from '../../finding';
import type { MigrationForm, MigrationTool } from './tool';

/** The direction in which a statement of a migration is run. */
export type Direction = 'up' | 'down';

/** How a tool runs a migration. */
export interface MigrationRun {
  /**
   * - `wrapped`: in a transaction
   * - `alone`: as one query, which the server runs as one transaction unless it is a single statement
   * - `free`: each statement by itself
   */
  readonly kind: 'wrapped' | 'alone' | 'free';
  /** No configuration elsewhere changes it. */
  readonly isCertain: boolean;
  /** What has to be written into the migration so that it is not wrapped; absent where nothing helps. */
  readonly marker?: string;
}

const FREE: MigrationRun = { kind: 'free', isCertain: true };

/**
 * What each tool does, by its documentation and its source: Prisma sends a script as one query (before 7.4), golang-migrate and dbmate do so
 * through lib/pq, Graphile Migrate as well; Drizzle opens one transaction for all pending files; Supabase's CLI and Flyway find out themselves
 * which statements cannot be in one.
 */
export function migrationRun(
  { tool, outsideTransaction }: MigrationForm,
  text: string,
  direction: Direction,
): MigrationRun {
  if (outsideTransaction) return FREE;
  switch (tool) {
    case 'flyway':
    case 'supabase':
      return FREE;
    case 'golang-migrate':
    case 'prisma':
      return { kind: 'alone', isCertain: false };
    case 'drizzle':
      return { kind: 'wrapped', isCertain: true };
    case 'dbmate':
    case 'graphile-migrate':
      return isTurnedOff(tool, text, direction) ? { kind: 'alone', isCertain: false } : wrapped(tool, text);
    default:
      return isTurnedOff(tool, text, direction) ? FREE : wrapped(tool, text);
  }
}

type MarkedTool = Exclude<MigrationTool, 'drizzle' | 'flyway' | 'golang-migrate' | 'prisma' | 'supabase'>;

const MARKERS: Readonly<Record<MarkedTool, string>> = {
  dbmate: 'transaction:false',
  goose: '-- +goose NO TRANSACTION',
  'graphile-migrate': '--! no-transaction',
  knex: 'config = { transaction: false }',
  'mikro-orm': 'isTransactional(): boolean { return false; }',
  'node-pg-migrate': 'pgm.noTransaction()',
  'sql-migrate': 'notransaction',
  typeorm: 'transaction = false',
};

function wrapped(tool: MarkedTool, text: string): MigrationRun {
  // Knex, TypeORM and MikroORM can be told for all migrations at once.
  const isCertain = tool !== 'knex' && tool !== 'typeorm' && tool !== 'mikro-orm';
  // Its .sql files have no such marker.
  const isSql = tool === 'node-pg-migrate' && !/\bpgm\b/.test(text);
  return { kind: 'wrapped', isCertain, ...(!isSql && { marker: MARKERS[tool] }) };
}

function isTurnedOff(tool: MarkedTool, text: string, direction: Direction): boolean {
  switch (tool) {
    case 'dbmate':
      return new RegExp(`^--[ \\t]*migrate:${direction}\\b.*\\btransaction:false\\b`, 'm').test(text);
    case 'goose':
      return /^--[ \t]*\+goose[ \t]+NO[ \t]+TRANSACTION\b/im.test(text);
    case 'sql-migrate':
      return new RegExp(`^--[ \\t]*\\+migrate[ \\t]+${direction}\\b.*\\bnotransaction\\b`, 'im').test(text);
    case 'graphile-migrate':
      return /^--![ \t]*no-transaction\b/m.test(text);
    case 'node-pg-migrate':
      return text.includes('.noTransaction()');
    case 'knex':
    case 'typeorm':
      return /\btransaction\s*[:=]\s*false\b/.test(text);
    case 'mikro-orm':
      return /\bisTransactional\s*\([^{]*\{\s*return\s+false\b/.test(text);
  }
}

/**
 * Writes a tool's marker into a migration that has none. `undefined` where no place for it is plain to see.
 *
 * @param offset of the statement around the SQL
 */
export function markerEdit(
  tool: MigrationTool,
  text: string,
  direction: Direction,
  offset: number,
): DocumentEdit | undefined {
  switch (tool) {
    case 'dbmate':
      return behindLine(new RegExp(`^--[ \\t]*migrate:${direction}\\b.*$`, 'm'), text, ' transaction:false');
    case 'sql-migrate':
      return behindLine(
        new RegExp(`^--[ \\t]*\\+migrate[ \\t]+${direction}\\b.*$`, 'im'),
        text,
        ' notransaction',
      );
    case 'goose':
      return insertion(0, '-- +goose NO TRANSACTION\n');
    case 'graphile-migrate':
      // A migration that is committed is signed.
      return /^--![ \t]*Hash:/m.test(text) ? undefined : insertion(0, '--! no-transaction\n');
    case 'node-pg-migrate':
      return aboveCall(text, offset);
    case 'knex':
      return insertion(
        text.length,
        `\n${/^\s*export\s/m.test(text) ? 'export const config' : 'exports.config'} = { transaction: false };\n`,
      );
    case 'typeorm':
      return inClass(text, 'transaction = false;');
    case 'mikro-orm':
      return inClass(
        text,
        `isTransactional()${text.includes('): Promise<') ? ': boolean' : ''} { return false; }`,
      );
    default:
      return undefined;
  }
}

function insertion(offset: number, newText: string): DocumentEdit {
  return { span: { start: offset, end: offset }, newText };
}

function behindLine(line: RegExp, text: string, newText: string): DocumentEdit | undefined {
  const match = line.exec(text);
  return match ? insertion(match.index + match[0].trimEnd().length, newText) : undefined;
}

function aboveCall(text: string, offset: number): DocumentEdit | undefined {
  if (!/^(?:await\s+)?pgm\./.test(text.slice(offset))) return undefined;
  const indentation = /[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  return insertion(offset, `pgm.noTransaction();\n${indentation}`);
}

function inClass(text: string, member: string): DocumentEdit | undefined {
  const head = /\bclass\b[^{]*\{[ \t]*\r?\n/.exec(text);
  if (!head) return undefined;
  const at = head.index + head[0].length;
  const indentation = /^\s*?([ \t]*)\S/.exec(text.slice(at))?.[1] ?? '  ';
  return insertion(at, `${indentation}${member}\n\n`);
}
