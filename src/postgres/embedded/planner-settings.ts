import { message, type Message } from '../../analyzers/message';
import { quoteIdentifier, quoteLiteral } from '../../analyzers/sql/identifiers';
import {
  hasSkipScan,
  majorVersion,
  ordersAlternatives,
  ordersByArrayKeyAnywhere,
  type ServerVersion,
} from '../../analyzers/schema/server-version';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { Sandbox } from './sandbox';

/** What older planners do not do, by the first major that does; each can be turned off. */
const NEWER: readonly (readonly [since: ServerVersion, setting: string])[] = [
  [16, 'enable_presorted_aggregate'],
  [17, 'enable_group_by_reordering'],
  [18, 'enable_distinct_reordering'],
  [18, 'enable_self_join_elimination'],
];

/** The settings of the server that the statistics are of, where the sandbox has them, and nothing that its version does not do. */
export async function applySettings(sandbox: Sandbox, statistics: StatisticsFile | undefined): Promise<void> {
  const settings = Object.entries(statistics?.settings ?? {});
  const major = statistics && majorVersion(statistics.server.versionNumber);
  const off = NEWER.filter(([since]) => major !== undefined && major < since);
  const all = [
    ...settings,
    ...off.map(([, name]) => [name, 'off'] as const),
    // The sandbox plans for one process; both sides of a comparison do.
    ['max_parallel_workers_per_gather', '0'] as const,
  ];
  for (const [name, value] of all) {
    // A setting of another version is no part of what this one plans by.
    await sandbox.run(`SET ${quoteIdentifier(name)} = ${quoteLiteral(value)}`).catch(() => undefined);
  }
}

/** Where plans of the sandbox's version may be others than the server's, for a person. */
export function describeDifferences(
  statistics: StatisticsFile | undefined,
  versionNumber: number,
): readonly Message[] {
  const parallel = message(
    'Plans are for one process: parallel workers are not counted, neither before nor after.',
  );
  if (!statistics) return [parallel];
  const major = majorVersion(statistics.server.versionNumber);
  const own = majorVersion(versionNumber);
  if (own === major) return [parallel];
  return [
    parallel,
    message('PostgreSQL {0} plans here, and the server is {1}.', own, major),
    ...(hasSkipScan(major)
      ? []
      : [
          message(
            'PostgreSQL {0} does not skip over the first key of an index, as 18 does: indexes that would only serve so are left out.',
            major,
          ),
        ]),
    ...(ordersAlternatives(major)
      ? []
      : [
          message(
            'PostgreSQL {0} reads `a = 1 OR a = 2` as a bitmap of two scans, where 18 reads it as one scan.',
            major,
          ),
        ]),
    ...(ordersByArrayKeyAnywhere(major)
      ? []
      : [message('PostgreSQL {0} scans an index once for each element of `= ANY`, as 17 does not.', major)]),
  ];
}
