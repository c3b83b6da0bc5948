import type { Snapshot } from '../schema/snapshot';

const DAY = 24 * 60 * 60 * 1000;

/** In days, when the snapshot was read. `undefined`: they were never reset, and how old the database is nobody says. */
export function countersAge({ source, server }: Snapshot): number | undefined {
  if (source.kind !== 'server' || server?.statisticsReset === undefined) return undefined;
  return (Date.parse(source.readAt) - Date.parse(server.statisticsReset)) / DAY;
}
