/** The programs of the package: the bundle's name in dist, and where it starts. */
export const BUNDLES = {
  'extension.js': 'src/extension/extension.ts',
  'analysis-worker.js': 'src/runtime/analysis-worker.ts',
  // A chunk of its own: 3.5 MB and 0.3 s that a folder of .sql files never pays for.
  'typescript-source.js': 'src/runtime/typescript-source.ts',
  // `pg` is loaded when somebody connects, not with every window.
  'postgres.js': 'src/postgres/postgres.ts',
  // PostgreSQL itself, in WebAssembly: its thread is started for the first plan.
  'embedded-planner.js': 'src/postgres/embedded/planner-process.ts',
  'cli.js': 'src/cli/cli.ts',
  // The page of the plan view, which a browser runs.
  'plan-page.js': 'src/plan-page/plan-page.ts',
};

/**
 * Extensions of PostgreSQL that the planner brings along: those with types, operators and functions that a schema is made of. What only
 * looks into a server or changes how it runs has nothing to plan.
 */
export const PLANNER_EXTENSIONS = [
  ...['bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn', 'earthdistance'],
  ...['fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'pg_stat_statements', 'pg_trgm'],
  ...['pgcrypto', 'seg', 'tablefunc', 'tcn', 'unaccent', 'uuid-ossp'],
];
