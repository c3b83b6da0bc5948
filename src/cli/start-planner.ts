import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path, { join } from 'node:path';
import type { SchemaStatement } from '../analyzers/schema/schema-statements';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type * as Postgres from '../postgres/postgres';
import { cacheFolder, type Machine } from './cache-folder';

/** Of one question: a build machine may be busy. */
const TIMEOUT_MS = 60_000;

/** The embedded planner with this schema and these sizes. It starts with the first question; whoever opens it disposes of it. */
export function openPlanner(
  { EmbeddedPlanner, assumedSizes }: typeof Postgres,
  statements: readonly SchemaStatement[],
  statistics: StatisticsFile | undefined,
  assumedRows: number,
): Postgres.EmbeddedPlanner {
  return new EmbeddedPlanner({
    programFile: join(__dirname, 'embedded-planner.js'),
    cacheFolder: join(cacheFolder(thisMachine()), 'embedded-planner'),
    world: { statements, assumed: assumedSizes(assumedRows), ...(statistics && { statistics }) },
    timeoutMs: TIMEOUT_MS,
  });
}

function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, homeFolder: homedir(), paths: path };
}

/** A chunk of its own, beside this one. */
export function loadPostgres(): typeof Postgres {
  const load: (file: string) => unknown = createRequire(__filename);
  return load(join(__dirname, 'postgres.js')) as typeof Postgres;
}
