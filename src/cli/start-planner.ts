import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type * as Postgres from '../postgres/postgres';

/** Of one question: a build machine may be busy. */
const TIMEOUT_MS = 60_000;

/** The embedded planner with this schema and these sizes. It starts with the first question; whoever opens it disposes of it. */
export function openPlanner(
  { EmbeddedPlanner, DEFAULT_ASSUMED }: typeof Postgres,
  statements: readonly SchemaStatement[],
  statistics: StatisticsFile | undefined,
): Postgres.EmbeddedPlanner {
  return new EmbeddedPlanner({
    programFile: join(__dirname, 'embedded-planner.js'),
    cacheFolder: join(tmpdir(), 'indexwright-planner'),
    world: { statements, assumed: DEFAULT_ASSUMED, ...(statistics && { statistics }) },
    timeoutMs: TIMEOUT_MS,
  });
}

/** A chunk of its own, beside this one. */
export function loadPostgres(): typeof Postgres {
  const load: (file: string) => unknown = createRequire(__filename);
  return load(join(__dirname, 'postgres.js')) as typeof Postgres;
}
