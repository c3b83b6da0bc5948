import { message, type Message } from '../../analyzers/message';
import { quoteIdentifier, quoteQualified } from '../../analyzers/sql/identifiers';
import type { Reader, ReadOptions } from '../reading/reader';
import { arrayLiteral } from './array-literal';
import { absentValues } from './made-up-values';
import { readIfCheap } from './read-if-cheap';
import type { TypeFacts } from './type-facts';
import { byFrequency, columnOf, type PickedValues, type ValueSource } from './value-source';

export interface AbsentRequest {
  readonly column: string;
  /** Of the column's values. */
  readonly type: TypeFacts;
  readonly count: number;
}

/** Values that no row has, as the server says where an index tells it cheaply. `undefined`: there is none, or none is known. */
export async function findAbsentValues(
  reader: Reader,
  source: ValueSource,
  { column, type, count }: AbsentRequest,
  options: ReadOptions,
): Promise<PickedValues | undefined> {
  const { schema, table } = source.facts;
  const unused = unusedLabels(source, column, type);
  if (unused.length > 0)
    return { texts: unused.slice(0, count), origin: message('Not in the statistics of {0}.', table) };
  const texts = absentValues(type, largestKnown(source, column), count);
  if (texts.length === 0) return undefined;
  const name = `t.${quoteIdentifier(column)}`;
  const text = `SELECT FROM ${quoteQualified(schema, table)} t WHERE ${name} = ANY ($1) LIMIT 1`;
  const found = await readIfCheap(reader, { text, values: [arrayLiteral(texts, type.delimiter)] }, options);
  if (found.kind === 'refused' || (found.kind === 'rows' && found.rows.length > 0)) return undefined;
  return { texts, origin: found.kind === 'rows' ? proven(table) : unproven() };
}

function proven(table: string): Message {
  return message('Made up; the server finds it nowhere in {0}.', table);
}

function unproven(): Message {
  return message('Made up, and most likely nowhere: to look for it would take the server too long.');
}

/** Of an enum, where the statistics have all values that there are. */
function unusedLabels(source: ValueSource, column: string, type: TypeFacts): readonly string[] {
  const { common = [], bounds = [] } = columnOf(source, column)?.statistics ?? {};
  if (common.length === 0 || bounds.length > 0) return [];
  const used = new Set(common.map(({ text }) => text));
  return type.labels.filter((label) => !used.has(label));
}

/** Numbers grow: those of the newest rows are the largest, or those at the end of the statistics. */
function largestKnown(source: ValueSource, column: string): string | undefined {
  const { common = [], bounds = [] } = columnOf(source, column)?.statistics ?? {};
  const known = [...common.map(({ text }) => text), ...bounds.slice(-1)];
  const rows = byFrequency([...source.newest.rows, ...source.some.rows], column).map(([text]) => text);
  return [...known, ...rows].reduce<string | undefined>(
    (largest, text) => (largest === undefined || Number(text) > Number(largest) ? text : largest),
    undefined,
  );
}
