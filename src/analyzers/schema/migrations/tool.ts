/** The tools whose files are known by more than their numbers. */
export type MigrationTool =
  | 'dbmate'
  | 'drizzle'
  | 'flyway'
  | 'golang-migrate'
  | 'goose'
  | 'graphile-migrate'
  | 'knex'
  | 'mikro-orm'
  | 'node-pg-migrate'
  | 'prisma'
  | 'sql-migrate'
  | 'supabase'
  | 'typeorm';

/** What is known of one migration besides its own text. */
export interface MigrationForm {
  readonly tool: MigrationTool;
  /** A file beside it says that it runs outside a transaction: Flyway's `V2__x.sql.conf`. */
  readonly outsideTransaction?: true;
}

/** As their makers write them. */
export const TOOL_NAMES: Readonly<Record<MigrationTool, string>> = {
  dbmate: 'dbmate',
  drizzle: 'Drizzle',
  flyway: 'Flyway',
  'golang-migrate': 'golang-migrate',
  goose: 'goose',
  'graphile-migrate': 'Graphile Migrate',
  knex: 'Knex',
  'mikro-orm': 'MikroORM',
  'node-pg-migrate': 'node-pg-migrate',
  prisma: 'Prisma',
  'sql-migrate': 'sql-migrate',
  supabase: 'Supabase',
  typeorm: 'TypeORM',
};

const CODE_FILE = /\.[cm]?[jt]s$/i;

/** A migration that is a program with SQL in it. */
export function isCodeMigration(path: string): boolean {
  return CODE_FILE.test(path);
}

/** VS Code's language id. */
export function languageOfMigration(path: string): 'sql' | 'typescript' | 'javascript' {
  if (!isCodeMigration(path)) return 'sql';
  return /ts$/i.test(path) ? 'typescript' : 'javascript';
}
