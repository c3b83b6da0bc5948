import assert from 'node:assert/strict';
import type { Column } from '../../../../src/analyzers/schema/snapshot';
import {
  AUTOVACUUM_OPTIONS,
  describeOptionProblem,
  describeTargetProblem,
} from '../../../../src/extension/maintenance/autovacuum-options';
import { columnChoices } from '../../../../src/extension/maintenance/column-choices';
import { draftOf } from '../../../../src/extension/maintenance/index-draft';
import { ENGLISH } from '../english';

const column = (name: string, type: string): Column => ({
  name,
  type: { name: type, arrayDimensions: 0 },
  notNull: false,
  generated: 'no',
});
const COLUMNS = [column('id', 'int8'), column('Total', 'numeric')];

describe('The columns that can come next in an index', () => {
  const labels = (...args: Parameters<typeof columnChoices>): readonly string[] =>
    columnChoices(...args).map(({ label, description }) => `${label}: ${description}`);

  it('are all of the table, in both directions where the method has an order', () => {
    assert.deepEqual(labels(COLUMNS, [], { mayDescend: true }, ENGLISH), [
      'id: int8',
      'id DESC: int8, greatest first',
      'Total: numeric',
      'Total DESC: numeric, greatest first',
    ]);
    assert.deepEqual(labels(COLUMNS, [], { mayDescend: false }, ENGLISH), ['id: int8', 'Total: numeric']);
  });

  it('are those that are not in it yet, after the choice to leave it at that', () => {
    const chosen = [{ column: 'Total', descending: true }];
    assert.deepEqual(labels(COLUMNS, chosen, { mayDescend: false }, ENGLISH), [
      'No further column: Total DESC',
      'id: int8',
    ]);
  });
});

describe('An index that was picked', () => {
  it('is put into the words of DDL, with quotes where names need them', () => {
    const keys = [
      { column: 'id', descending: false },
      { column: 'Total', descending: true },
    ];
    const table = { schema: 'public', name: 'orders' };
    const picked = { method: 'btree', unique: true, keys, include: ['Note'], predicate: 'id > 0' };
    assert.deepEqual(draftOf(table, picked), {
      schema: 'public',
      table: 'orders',
      method: 'btree',
      unique: true,
      keys: ['id', '"Total" DESC'],
      include: ['Note'],
      predicate: 'id > 0',
    });
  });
});

describe('A value that is typed', () => {
  it('is of the kind that the option has, or nothing', () => {
    const kinds = (text: string): readonly (string | undefined)[] =>
      ['autovacuum_enabled', 'autovacuum_vacuum_threshold', 'autovacuum_vacuum_scale_factor'].map((name) =>
        describeOptionProblem(name, text, ENGLISH),
      );
    assert.deepEqual(kinds(''), [undefined, undefined, undefined]);
    assert.deepEqual(kinds('off'), [undefined, 'A whole number.', 'A number, such as 0.01.']);
    assert.deepEqual(kinds('0.01'), ['on or off.', 'A whole number.', undefined]);
    assert.deepEqual(kinds('50'), ['on or off.', undefined, undefined]);
    assert.ok(AUTOVACUUM_OPTIONS.every((name) => describeOptionProblem(name, 'off; DROP', ENGLISH)));
  });

  it('is a statistics target that PostgreSQL takes', () => {
    const problems = ['-1', '0', '10000', '10001', '-2', '1.5', ''].map((text) =>
      describeTargetProblem(text, ENGLISH),
    );
    const problem = 'A whole number from -1 to 10000.';
    assert.deepEqual(problems, [undefined, undefined, undefined, problem, problem, problem, problem]);
  });
});
