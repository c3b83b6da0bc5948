import { message, type Message } from '../message';
import { FieldProblem, FieldReader } from './field-reader';
import {
  type ColumnFigures,
  type ColumnValues,
  type IndexFigures,
  STATISTICS_FORMAT,
  type StatisticsFile,
  type TableFigures,
} from './statistics-file';

export type ReadStatistics =
  | { readonly kind: 'statistics'; readonly file: StatisticsFile }
  /** The rest of a sentence that begins with the name of the file. */
  | { readonly kind: 'problem'; readonly message: Message };

/** Fields that a newer Indexwright may have added are passed over, a newer format is not read. */
export function readStatisticsFile(text: string): ReadStatistics {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return {
      kind: 'problem',
      message: message('is not JSON: write it anew with `indexwright statistics export`'),
    };
  }
  try {
    return { kind: 'statistics', file: readFile(FieldReader.of(content)) };
  } catch (error) {
    if (error instanceof FieldProblem) return { kind: 'problem', message: error.sentence };
    throw error;
  }
}

function readFile(file: FieldReader): StatisticsFile {
  const format = file.number('format');
  if (format !== STATISTICS_FORMAT) {
    throw new FieldProblem(
      message(
        'has the format {0}, and this Indexwright reads {1}: use the one that wrote it, or write it anew with `indexwright statistics export`',
        format,
        STATISTICS_FORMAT,
      ),
    );
  }
  return {
    format,
    readAt: file.text('readAt'),
    database: file.text('database'),
    server: readServer(file.object('server')),
    settings: file.textsByName('settings'),
    tables: file.list('tables', readTable),
    notCarried: file.has('notCarried') ? file.texts('notCarried') : [],
  };
}

function readServer(server: FieldReader): StatisticsFile['server'] {
  const collation = server.object('collation');
  return {
    versionNumber: server.count('versionNumber'),
    blockSize: server.count('blockSize'),
    collation: { name: collation.text('name'), isC: collation.flag('isC') },
    extensions: server.list('extensions', (extension) => ({
      name: extension.text('name'),
      schema: extension.text('schema'),
      version: extension.text('version'),
    })),
  };
}

function readTable(table: FieldReader): TableFigures {
  return {
    schema: table.text('schema'),
    ...readRelation(table),
    allVisiblePages: table.count('allVisiblePages'),
    ...table.optional('analyzedAt', (name) => table.text(name)),
    ...table.optional('withheld', (name) =>
      table.text(name) === 'row-security' ? ('row-security' as const) : ('no-privilege' as const),
    ),
    columns: table.list('columns', readColumn),
    indexes: table.list('indexes', readIndex),
  };
}

function readRelation(relation: FieldReader) {
  return {
    name: relation.text('name'),
    ...relation.optional('rows', (name) => relation.count(name)),
    pages: relation.count('pages'),
    ...relation.optional('currentPages', (name) => relation.count(name)),
  };
}

function readIndex(index: FieldReader): IndexFigures {
  return {
    ...readRelation(index),
    ...index.optional('expressions', (name) => index.list(name, readColumn)),
  };
}

function readColumn(column: FieldReader): ColumnFigures {
  return {
    name: column.text('name'),
    ...(column.has('inherited') && column.flag('inherited') && { inherited: true as const }),
    nullFraction: column.count('nullFraction'),
    averageWidth: column.count('averageWidth'),
    distinct: column.number('distinct'),
    ...column.optional('correlation', (name) => column.number(name)),
    ...column.optional('commonShares', (name) => column.numbers(name)),
    ...column.optional('values', (name) => readValues(column.object(name))),
  };
}

function readValues(values: FieldReader): ColumnValues {
  return {
    ...values.optional('mostCommon', (name) => values.text(name)),
    ...values.optional('histogram', (name) => values.text(name)),
    ...values.optional('mostCommonElements', (name) => values.text(name)),
    ...values.optional('elementShares', (name) => values.numbers(name)),
    ...values.optional('elementCounts', (name) => values.numbers(name)),
  };
}
