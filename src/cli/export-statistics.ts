import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatMessage, type Message } from '../analyzers/message';
import { printStatisticsFile } from '../analyzers/statistics-file/print-statistics-file';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import type { ConnectionSetting } from '../postgres/connection/connection-setting';
import type * as Postgres from '../postgres/postgres';
import type { ExportStatisticsCommand } from './command';
import { findConnectionSetting } from './find-connection-setting';
import { reasonOf } from './read-source';
import { count } from './report';
import { Trouble } from './trouble';

type PostgresRoom = typeof Postgres;

/** Longer than for a question of the editor: a build machine waits for a far database. */
const STATEMENT_TIMEOUT_MS = 60_000;

/** Reads a server's statistics and writes the file; resolves to what the person reads. Throws Trouble. */
export async function exportStatistics(
  command: ExportStatisticsCommand,
  workingDirectory: string,
): Promise<string> {
  const postgres = loadPostgres();
  const { file, unknownColumns } = await readStatistics(postgres, command, workingDirectory);
  if (unknownColumns.length > 0) {
    throw new Trouble(
      `No statistics of ${unknownColumns.join(', ')} are there: write --values table.column of a column that was analyzed and that you may SELECT. Nothing was written.`,
    );
  }
  const path = resolve(workingDirectory, command.output);
  try {
    await writeFile(path, printStatisticsFile(file));
  } catch (error) {
    throw new Trouble(`${command.output} could not be written (${reasonOf(error)}).`);
  }
  return describe(file, command);
}

/** A chunk of its own, beside this one: `pg` is loaded by the one command that needs it. */
function loadPostgres(): PostgresRoom {
  const load: (file: string) => unknown = createRequire(__filename);
  return load(join(__dirname, 'postgres.js')) as PostgresRoom;
}

async function readStatistics(
  postgres: PostgresRoom,
  { connection, url, schemas, valuesOf }: ExportStatisticsCommand,
  workingDirectory: string,
) {
  const world = await postgres.readConnectionWorld({ path: workingDirectory, envFile: '.env' });
  const setting: ConnectionSetting =
    connection === undefined
      ? { name: 'command line', ...(url !== undefined && { uri: url }) }
      : await findConnectionSetting(connection, workingDirectory, postgres.readConnectionSetting);
  const resolved = postgres.resolveTarget(setting, world);
  if (resolved.kind === 'problems') throw new Trouble(sentences(resolved.problems));
  const { target, supplied } = resolved;
  const server = new postgres.ServerConnection(
    postgres.openerFor(target, { world, ...(supplied !== undefined && { supplied }) }),
  );
  try {
    return await postgres.exportStatistics(server, {
      readAt: new Date(),
      valuesOf,
      ...(schemas.length > 0 && { scope: { schemas } }),
      options: { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    });
  } catch (error) {
    const { message, notes } = postgres.problemOf(error, target);
    throw new Trouble(sentences([message, ...notes]));
  } finally {
    await server.dispose();
  }
}

function sentences(messages: readonly Message[]): string {
  return messages.map(formatMessage).join(' ');
}

function describe(
  { tables, notCarried }: StatisticsFile,
  { output, valuesOf }: ExportStatisticsCommand,
): string {
  const withheld = tables.filter((table) => table.withheld !== undefined);
  const unanalyzed = tables.filter(({ rows }) => rows === undefined);
  const names = (some: readonly { readonly name: string }[]): string =>
    some.map(({ name }) => name).join(', ');
  const lines = [
    valuesOf.length === 0
      ? `${output} holds the statistics of ${count(tables.length, 'table')}, and no values of their rows.`
      : `${output} holds the statistics of ${count(tables.length, 'table')}, with values from the rows of ${valuesOf.join(', ')}.`,
    ...(unanalyzed.length > 0 ? [`Never analyzed: ${names(unanalyzed)}. Run ANALYZE and export again.`] : []),
    ...(withheld.length > 0 ? [`This role may not read the statistics of: ${names(withheld)}.`] : []),
    ...(notCarried.length > 0 ? [`Extended statistics are not carried: ${notCarried.join(', ')}.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
