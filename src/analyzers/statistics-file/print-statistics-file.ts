import type { ColumnFigures, IndexFigures, StatisticsFile, TableFigures } from './statistics-file';

/** Real numbers have seven digits on the server; four say as much, and two readings of the same table differ in fewer lines. */
const DIGITS = 4;

/**
 * The text of the file: everything in the order of its name, one line for a column or an index, so that a review shows what has changed.
 * The same statistics give the same text.
 */
export function printStatisticsFile(file: StatisticsFile): string {
  const { format, readAt, database, server, settings, tables, notCarried } = file;
  const head = { format, readAt, database };
  const lines = [
    ...Object.entries(head).map(([name, value]) => `  ${quote(name)}: ${quote(value)},`),
    `  "server": ${quote({ ...server, extensions: byName(server.extensions) })},`,
    `  "settings": {`,
    between(
      Object.entries(settings)
        .sort(([one], [other]) => compare(one, other))
        .map(([name, value]) => `    ${quote(name)}: ${quote(value)}`),
    ),
    '  },',
    '  "tables": [',
    between(
      [...tables]
        .sort((one, other) => compare(one.schema, other.schema) || compare(one.name, other.name))
        .map(printTable),
    ),
    '  ],',
    `  "notCarried": ${quote([...notCarried].sort(compare))}`,
  ];
  return `{\n${lines.filter((line) => line !== '').join('\n')}\n}\n`;
}

function printTable({ columns, indexes, ...table }: TableFigures): string {
  const lines = [
    ...Object.entries(table).map(([name, value]) => `      ${quote(name)}: ${quote(value)},`),
    `      "columns": [`,
    between(byName(columns).map((column) => `        ${quote(shortColumn(column))}`)),
    '      ],',
    '      "indexes": [',
    between(byName(indexes).map((index) => `        ${quote(shortIndex(index))}`)),
    '      ]',
  ];
  return `    {\n${lines.filter((line) => line !== '').join('\n')}\n    }`;
}

function shortIndex(index: IndexFigures): IndexFigures {
  const { expressions } = index;
  return expressions ? { ...index, expressions: expressions.map(shortColumn) } : index;
}

function shortColumn(column: ColumnFigures): ColumnFigures {
  const { nullFraction, distinct, correlation, commonShares } = column;
  return {
    ...column,
    nullFraction: short(nullFraction),
    distinct: short(distinct),
    ...(correlation !== undefined && { correlation: short(correlation) }),
    ...(commonShares && { commonShares: commonShares.map(short) }),
  };
}

/** Counts stay whole. */
function short(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function between(lines: readonly string[]): string {
  return lines.join(',\n');
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => compare(one.name, other.name) || compare(quote(one), quote(other)));
}

/** By code units: the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}
