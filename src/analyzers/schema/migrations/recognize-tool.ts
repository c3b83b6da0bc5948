import { isCodeMigration, type MigrationTool } from './tool';

type Sign = readonly [tool: MigrationTool, sign: RegExp];

/** What stands in the files of a tool and of no other. */
const IN_SQL: readonly Sign[] = [
  ['dbmate', /^--[ \t]*migrate:up\b/m],
  ['goose', /^--[ \t]*\+goose[ \t]/im],
  ['sql-migrate', /^--[ \t]*\+migrate[ \t]/im],
  ['graphile-migrate', /^--![ \t]*(?:Previous|Hash):/m],
  ['drizzle', /^.*--> statement-breakpoint/m],
  ['node-pg-migrate', /^\s*--[\s-]*up\s+migration\b/im],
];

const IN_CODE: readonly Sign[] = [
  ['mikro-orm', /\bextends\s+Migration\b|@mikro-orm\//],
  ['typeorm', /\bMigrationInterface\b|\bqueryRunner\b/],
  ['node-pg-migrate', /\bpgm\b|node-pg-migrate/],
  ['knex', /\bknex\b/i],
];

/** Names that only one tool gives. */
const IN_PATHS: readonly Sign[] = [
  ['flyway', /(?:^|\/)(?:[VUB]\d+(?:[._]\d+)*|R)__[^/]+\.sql$/],
  ['graphile-migrate', /(?:^|\/)(?:committed\/\d{6,}(?:-[^/]*)?|current|current\/[^/]+)\.sql$/],
  ['drizzle', /(?:^|\/)drizzle\/(?:[^/]+\/)*[^/]+\.sql$/],
  ['prisma', /(?:^|\/)\d{14}_[^/]*\/migration\.sql$/],
  ['supabase', /(?:^|\/)supabase\/migrations\/[^/]+\.sql$/],
  ['golang-migrate', /(?:^|\/)\d+_[^/]*\.(?:up|down)\.sql$/],
];

/**
 * Which tool a migration is written for; `undefined` for files of a plain folder, which any runner may run.
 *
 * @param companions paths of the files that tools keep beside their migrations
 */
export function recognizeTool(
  path: string,
  text: string,
  companions: ReadonlySet<string> = new Set(),
): MigrationTool | undefined {
  if (isCodeMigration(path)) return firstOf(IN_CODE, text);
  const journal = `${path.slice(0, path.lastIndexOf('/') + 1)}meta/_journal.json`;
  if (companions.has(journal)) return 'drizzle';
  return firstOf(IN_SQL, text) ?? firstOf(IN_PATHS, path);
}

function firstOf(signs: readonly Sign[], text: string): MigrationTool | undefined {
  return signs.find(([, sign]) => sign.test(text))?.[0];
}
