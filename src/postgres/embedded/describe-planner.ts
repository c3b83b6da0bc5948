import { message, type Message } from '../../analyzers/message';
import { printDay } from '../../analyzers/print-day';
import { majorVersion } from '../../analyzers/schema/server-version';
import type { StatisticsFile } from '../../analyzers/statistics-file/statistics-file';
import type { PlannerFacts } from '../planner';

type PlannedStatistics = Pick<StatisticsFile, 'database' | 'readAt'>;

/** More names than these are a number. */
const MOST_NAMES = 3;

/** `18.3` of a `server_version_num`. */
export function versionText(versionNumber: number): string {
  return `${majorVersion(versionNumber)}.${versionNumber % 10_000}`;
}

/** Where its schema comes from. */
export type SchemaOrigin = 'migrations' | 'database';

/**
 * What the embedded planner's plans rest on, and where they may differ from a server's: sentences for a person, the weightiest first.
 *
 * @param assumedRows of each table whose size nobody has said
 */
export function describePlanner(
  { assumedTables, skipped, standInTypes, differences }: PlannerFacts,
  statistics: PlannedStatistics | undefined,
  assumedRows: number,
  origin: SchemaOrigin = 'migrations',
): readonly Message[] {
  const left = origin === 'migrations' ? describeSkipped(skipped) : describeLeftOut(skipped);
  return [
    ...describeSizes(assumedTables, statistics, assumedRows, origin),
    ...(left ? [left] : []),
    ...(standInTypes.length > 0
      ? [message('It takes texts for the values of types that it does not know: {0}.', namesOf(standInTypes))]
      : []),
    ...differences,
  ];
}

function describeSizes(
  assumedTables: readonly string[],
  statistics: PlannedStatistics | undefined,
  rows: number,
  origin: SchemaOrigin,
): readonly Message[] {
  const count = rows.toLocaleString('en-US');
  if (!statistics)
    return [
      message(
        'Planned on your migrations. No statistics say how large the tables are: each is assumed to have {0} rows.',
        count,
      ),
    ];
  const from = [statistics.database, printDay(statistics.readAt)] as const;
  const planned =
    origin === 'migrations'
      ? message('Planned on your migrations and the statistics of {0}, read {1}.', ...from)
      : message('Planned on the schema and the statistics of {0}, read {1}.', ...from);
  if (assumedTables.length === 0) return [planned];
  return [
    planned,
    message('The statistics do not have {0}: assumed to have {1} rows each.', namesOf(assumedTables), count),
  ];
}

function describeSkipped(skipped: PlannerFacts['skipped']): Message | undefined {
  const [first] = skipped;
  if (!first) return undefined;
  const { file, text, reason } = first;
  const name = file.split('/').at(-1) ?? file;
  return skipped.length === 1
    ? message('A statement of the migrations was left out: {0} in {1} ({2}).', text, name, reason)
    : message(
        '{0} statements of the migrations were left out, the first of them {1} in {2} ({3}).',
        skipped.length,
        text,
        name,
        reason,
      );
}

function describeLeftOut(skipped: PlannerFacts['skipped']): Message | undefined {
  const [first] = skipped;
  if (!first) return undefined;
  const { text, reason } = first;
  return skipped.length === 1
    ? message('A part of the schema was left out: {0} ({1}).', text, reason)
    : message(
        '{0} parts of the schema were left out, the first of them {1} ({2}).',
        skipped.length,
        text,
        reason,
      );
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => name.replace(/^public\./, ''));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')}, +${more}` : shown.join(', ');
}
