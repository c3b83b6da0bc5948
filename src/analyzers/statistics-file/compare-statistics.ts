import { message, type Message } from '../message';
import { printCount } from '../gates/print-count';
import { majorVersion } from '../schema/server-version';
import type { Snapshot, Table } from '../schema/snapshot';
import type { StatisticsFile, TableFigures } from './statistics-file';

/** So many times as many rows, or as few: the plans of the one say little about the other. */
const FACTOR = 2;
/** Below it a table is read whole, whatever its size. */
const FEW_ROWS = 10_000;

/**
 * Where a statistics file and a server that was read just now tell of different databases: sentences for a person, the weightiest first.
 * Nothing: the file says what the server says.
 */
export function compareStatistics(file: StatisticsFile, server: Snapshot): readonly Message[] {
  if (server.source.kind !== 'server') return [];
  const now = new Map(server.tables.map((table) => [`${table.schema}.${table.name}`, table]));
  return [
    ...versionDrift(file, server.source.versionNumber),
    ...file.tables.flatMap((table) => sizeDrift(table, now.get(`${table.schema}.${table.name}`))),
    ...unknownTables(file, server.tables),
    ...settingDrift(file, server.server?.settings ?? {}),
  ];
}

function versionDrift({ server }: StatisticsFile, versionNumber: number): readonly Message[] {
  const then = majorVersion(server.versionNumber);
  const now = majorVersion(versionNumber);
  return then === now
    ? []
    : [message('The statistics are of PostgreSQL {0}, and the server is {1} now.', then, now)];
}

function sizeDrift({ name, rows }: TableFigures, table: Table | undefined): readonly Message[] {
  const now = table?.statistics?.rows;
  if (!table) return [message('The server has no table {0} any more.', name)];
  if (rows === undefined || now === undefined || Math.max(rows, now) < FEW_ROWS) return [];
  const factor = Math.max(now, 1) / Math.max(rows, 1);
  if (factor < FACTOR && factor > 1 / FACTOR) return [];
  return [
    message('{0} had {1} rows in the statistics and has {2} now.', name, printCount(rows), printCount(now)),
  ];
}

function unknownTables({ tables }: StatisticsFile, server: readonly Table[]): readonly Message[] {
  const known = new Set(tables.map(({ schema, name }) => `${schema}.${name}`));
  return server
    .filter(({ schema, name }) => !known.has(`${schema}.${name}`))
    .filter(({ statistics }) => (statistics?.rows ?? 0) >= FEW_ROWS)
    .map(({ name }) => message('The statistics know nothing of {0}.', name));
}

function settingDrift(
  { settings }: StatisticsFile,
  now: Readonly<Record<string, string>>,
): readonly Message[] {
  return Object.entries(settings).flatMap(([name, then]) => {
    const value = now[name];
    return value === undefined || value === then
      ? []
      : [message('{0} was {1} in the statistics and is {2} now.', name, then, value)];
  });
}
