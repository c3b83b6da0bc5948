import { message, type Message } from '../../analyzers/message';
import type { RowSample, SampledRow } from './row-samples';
import type { ColumnFacts, TableFacts } from './table-facts';

/** Everything that values of a table are taken from. */
export interface ValueSource {
  readonly facts: TableFacts;
  readonly newest: RowSample;
  readonly some: RowSample;
}

export interface PickedValues {
  readonly texts: readonly string[];
  readonly origin: Message;
}

export function columnOf({ facts }: ValueSource, name: string): ColumnFacts | undefined {
  return facts.columns.find((column) => column.name === name);
}

/** How much more often than in the whole table a value must stand in the newest rows to be one of now. */
const OF_NOW = 3;
const OFTEN = 10;

/** Values of many rows from all over the table: those that are being written just now have a set of their own. */
export function hotValues(source: ValueSource, column: string, count: number): PickedValues | undefined {
  const common = columnOf(source, column)?.statistics?.common ?? [];
  const { table } = source.facts;
  if (common.length === 0) {
    const several = byFrequency(source.some.rows, column).filter(([, rows]) => rows > 1);
    return picked(several.slice(0, count), source.some.origin);
  }
  const now = new Map(byFrequency(source.newest.rows, column));
  const isOfNow = ({ text, share }: (typeof common)[number]): boolean => {
    const rows = now.get(text) ?? 0;
    return rows >= OFTEN && rows / source.newest.rows.length > OF_NOW * share;
  };
  const spread = common.filter((value) => !isOfNow(value));
  const texts = (spread.length > 0 ? spread : common).slice(0, count).map(({ text }) => text);
  return { texts, origin: message('The most common values in the statistics of {0}.', table) };
}

/** Values of few rows, from all parts of what there is. */
export function coldValues(source: ValueSource, column: string, count: number): PickedValues | undefined {
  const { common = [], bounds = [] } = columnOf(source, column)?.statistics ?? {};
  const { table } = source.facts;
  if (bounds.length > 0) {
    const origin = message('Values between the common ones in the statistics of {0}.', table);
    return { texts: spreadOver(bounds, count), origin };
  }
  if (common.length > 0) {
    const rarest = common.slice(-count).reverse();
    const origin = message('The rarest values in the statistics of {0}.', table);
    return { texts: rarest.map(({ text }) => text), origin };
  }
  const rare = [...byFrequency(source.some.rows, column)].reverse();
  return picked(rare.slice(0, count), source.some.origin);
}

/** Values of the newest rows, those first that are written most. */
export function newestValues(source: ValueSource, column: string, count: number): PickedValues | undefined {
  return picked(byFrequency(source.newest.rows, column).slice(0, count), source.newest.origin);
}

/** Each value with how many of the rows have it, the most frequent first, then as the rows stand. */
export function byFrequency(
  rows: readonly SampledRow[],
  column: string,
): readonly (readonly [text: string, rows: number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row[column];
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}

function picked(values: readonly (readonly [string, number])[], origin: Message): PickedValues | undefined {
  return values.length === 0 ? undefined : { texts: values.map(([text]) => text), origin };
}

/** Without the ends, which are often odd ones. */
function spreadOver(values: readonly string[], count: number): readonly string[] {
  const wanted = Math.min(count, values.length);
  const texts = Array.from(
    { length: wanted },
    (_, position) => values[Math.floor(((position + 0.5) * values.length) / wanted)] ?? '',
  );
  return [...new Set(texts)];
}
