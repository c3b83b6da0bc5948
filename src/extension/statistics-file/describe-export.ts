import { message, type Message } from '../../analyzers/message';
import { STATISTICS_FILE_NAME, type StatisticsFile } from '../../analyzers/statistics-file/statistics-file';

/** More names than these are a number. */
const MOST_NAMES = 5;

/** What a person should know of a file that was just written. */
export function describeExport({ tables, notCarried }: StatisticsFile): readonly Message[] {
  const unanalyzed = tables.filter(({ rows }) => rows === undefined);
  const withheld = tables.filter((table) => table.withheld !== undefined);
  return [
    tables.length === 1
      ? message('{0} holds the statistics of 1 table.', STATISTICS_FILE_NAME)
      : message('{0} holds the statistics of {1} tables.', STATISTICS_FILE_NAME, tables.length),
    ...(unanalyzed.length > 0
      ? [message('Never analyzed: {0}. Run ANALYZE and export again.', namesOf(unanalyzed))]
      : []),
    ...(withheld.length > 0
      ? [message('The role may not read the statistics of {0}.', namesOf(withheld))]
      : []),
    ...(notCarried.length > 0
      ? [message('Extended statistics are not carried: {0}.', notCarried.join(', '))]
      : []),
  ];
}

/** Columns whose values could be written, too: those that have statistics. */
export function columnsOf({ tables }: StatisticsFile): readonly string[] {
  return tables.flatMap(({ schema, name, columns }) =>
    columns.map((column) => `${schema}.${name}.${column.name}`),
  );
}

function namesOf(tables: readonly { readonly name: string }[]): string {
  const names = tables.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = tables.length - names.length;
  return more > 0 ? `${names.join(', ')}, +${more}` : names.join(', ');
}
