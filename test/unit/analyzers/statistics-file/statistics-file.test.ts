import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { formatMessage } from '../../../../src/analyzers/message';
import { printStatisticsFile } from '../../../../src/analyzers/statistics-file/print-statistics-file';
import { readStatisticsFile } from '../../../../src/analyzers/statistics-file/read-statistics-file';
import type { StatisticsFile } from '../../../../src/analyzers/statistics-file/statistics-file';
import { SAMPLE } from './sample-statistics';

const SCHEMA = JSON.parse(
  readFileSync(join(__dirname, '../../../../schemas/indexwright.statistics.schema.json'), 'utf8'),
) as object;

function problemOf(content: unknown): string {
  const read = readStatisticsFile(typeof content === 'string' ? content : JSON.stringify(content));
  assert.ok(read.kind === 'problem');
  return formatMessage(read.message);
}

function readBack(file: StatisticsFile): StatisticsFile {
  const read = readStatisticsFile(printStatisticsFile(file));
  assert.ok(read.kind === 'statistics', JSON.stringify(read));
  return read.file;
}

describe('A statistics file', () => {
  it('is read as it was written, but for digits that say nothing', () => {
    const [events, audit] = SAMPLE.tables;
    assert.ok(events && audit);
    const [type, stream] = events.columns;
    const short = { ...stream, distinct: -0.01235, correlation: 0.0001235 };
    assert.deepEqual(readBack(SAMPLE), {
      ...SAMPLE,
      tables: [audit, { ...events, columns: [type, short] }],
    });
  });

  it('is the same text whatever the order of what was read', () => {
    const turned: StatisticsFile = {
      ...SAMPLE,
      settings: Object.fromEntries(Object.entries(SAMPLE.settings).reverse()),
      tables: [...SAMPLE.tables]
        .reverse()
        .map((table) => ({ ...table, columns: [...table.columns].reverse() })),
    };
    assert.equal(printStatisticsFile(turned), printStatisticsFile(SAMPLE));
  });

  it('has a line for each column and index, so that a review shows what has changed', () => {
    const lines = printStatisticsFile(SAMPLE).split('\n');
    const grown = {
      ...SAMPLE,
      tables: SAMPLE.tables.map((table) => ({
        ...table,
        indexes: table.indexes.map((index) => ({ ...index, pages: 9000 })),
      })),
    };
    const changed = printStatisticsFile(grown)
      .split('\n')
      .filter((line, i) => line !== lines[i]);
    assert.deepEqual(changed, [
      '        {"name":"events_pkey","rows":3000000,"pages":9000,"currentPages":8228}',
    ]);
  });

  it('is what its JSON schema describes', () => {
    const validate = new Ajv().compile(SCHEMA);
    assert.ok(validate(JSON.parse(printStatisticsFile(SAMPLE))), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...SAMPLE, tables: [{ name: 'events' }] }));
  });

  it('says what is wrong with it and where', () => {
    assert.equal(problemOf('{'), 'is not JSON: write it anew with `indexwright statistics export`');
    assert.equal(problemOf([]), 'the whole should be an object, not []');
    assert.match(problemOf({ ...SAMPLE, format: 2 }), /^has the format 2, and this Indexwright reads 1: /);
    assert.equal(problemOf({ ...SAMPLE, tables: undefined }), 'tables should be a list, not nothing');
    const [events] = SAMPLE.tables;
    const tables = [{ ...events, indexes: [{ name: 'a', pages: 'many' }] }];
    assert.equal(
      problemOf({ ...SAMPLE, tables }),
      'tables[0].indexes[0].pages should be a number, not "many"',
    );
    assert.equal(
      problemOf({ ...SAMPLE, tables: [{ ...events, rows: -1 }] }),
      'tables[0].rows should be a number from 0, not -1',
    );
  });
});
