import assert from 'node:assert/strict';
import {
  catalogNumbersOf,
  indexNamesOf,
  tableReadLater,
} from '../../../../src/analyzers/schema/table-read-later';

const PLAIN = { schema: 'public', name: 'events', persistence: 'permanent', incomplete: false } as const;

function table(asked: string[]) {
  const none = (part: string) => (relation: number) => {
    asked.push(`${part} of ${relation}`);
    return [];
  };
  const reader = {
    columns: none('columns'),
    constraints: none('constraints'),
    indexes: none('indexes'),
    indexNames: () => ['events_pkey'],
    indexNumbers: () => new Map([['events_pkey', 8]]),
  };
  return tableReadLater(reader, 7, PLAIN);
}

describe('A table that is read later', () => {
  it('reads each of its parts when it is asked for, once', () => {
    const asked: string[] = [];
    const { schema, columns } = table(asked);
    assert.deepEqual([schema, columns, asked], ['public', [], ['columns of 7']]);
    const read = table(asked);
    assert.equal(read.indexes, read.indexes);
    assert.deepEqual(asked, ['columns of 7', 'indexes of 7']);
  });

  it('tells the names of its indexes without reading them', () => {
    const asked: string[] = [];
    assert.deepEqual([indexNamesOf(table(asked)), asked], [['events_pkey'], []]);
  });

  it('is a plain one when something is changed in a copy of it', () => {
    const copy = { ...table([]), indexes: [] };
    assert.deepEqual(copy, { ...PLAIN, columns: [], constraints: [], indexes: [] });
    assert.deepEqual(indexNamesOf(copy), []);
  });

  it('knows the numbers of the catalogue, which a copy of it does not', () => {
    const asked: string[] = [];
    const read = table(asked);
    assert.deepEqual(catalogNumbersOf(read), { table: 7, indexes: new Map([['events_pkey', 8]]) });
    assert.deepEqual(asked, []);
    assert.equal(catalogNumbersOf({ ...read }), undefined);
  });
});
