import assert from 'node:assert/strict';
import { otherAccess } from '../../../../src/analyzers/indexes/other-access';
import { isProbed } from '../../../../src/analyzers/indexes/probed-join';
import { supportsOf } from '../../../../src/analyzers/indexes/supports';
import { DEFAULT_SETTINGS } from '../../../../src/analyzers/settings';
import { accessPaths } from '../access-paths';
import { schemaFrom } from '../schema-from';

const DDL = `
  CREATE TABLE users (id bigint PRIMARY KEY, email text UNIQUE, is_active boolean);
  CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, number text);
  CREATE INDEX orders_user ON orders (user_id);
  CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint, kind text);
`;

async function search(sql: string, table: string) {
  const statementPaths = await accessPaths(sql, DDL);
  const path = statementPaths.find(({ relation }) => relation.name.name === table);
  assert.ok(path?.table, table);
  const settings = DEFAULT_SETTINGS;
  const supports = supportsOf(path, settings.serverVersion);
  return { path, table: path.table, statementPaths, supports, settings, snapshot: await schemaFrom(DDL) };
}

/** The index that finds the table's rows in another way. */
async function accessTo(table: string, sql: string): Promise<string | undefined> {
  const searched = await search(sql, table);
  return otherAccess(searched, searched.table)?.name;
}

describe('Another way to the rows of a table', () => {
  it('is an index on a column that is compared with a value', async () => {
    assert.equal(
      await accessTo('orders', 'SELECT * FROM orders WHERE user_id = $1 AND number = $2'),
      'orders_user',
    );
  });

  it('is a join with a table whose rows an index finds', async () => {
    const sql =
      'SELECT 1 FROM users u JOIN orders o ON o.user_id = u.id WHERE u.email = $1 AND o.number = $2';
    assert.equal(await accessTo('orders', sql), 'orders_user');
  });

  it('is a join with a table whose rows another join finds', async () => {
    const sql = `SELECT 1 FROM users u JOIN orders o ON o.user_id = u.id JOIN items i ON i.id = o.id
                 WHERE u.email = $1 AND i.kind = $2`;
    assert.equal(await accessTo('items', sql), 'items_pkey');
  });

  it('is a join with a sub-select, which may have few rows', async () => {
    const sql =
      'SELECT 1 FROM (SELECT $1::bigint AS id) u JOIN orders o ON o.user_id = u.id WHERE o.number = $2';
    assert.equal(await accessTo('orders', sql), 'orders_user');
  });

  it('is no join with a table that is read whole', async () => {
    const all = 'SELECT 1 FROM users u JOIN orders o ON o.user_id = u.id WHERE o.number = $1';
    const filtered =
      'SELECT 1 FROM users u JOIN orders o ON o.user_id = u.id WHERE o.number = $1 AND u.is_active';
    assert.equal(await accessTo('orders', all), undefined);
    assert.equal(await accessTo('orders', filtered), undefined);
  });
});

describe('A join that searches a table for few rows', () => {
  const isProbedOn = async (sql: string): Promise<boolean> => {
    const searched = await search(sql, 'items');
    const [condition] = searched.path.conditions;
    assert.ok(condition);
    return isProbed(searched, condition);
  };

  it('has an index for the other side, and a value', async () => {
    assert.equal(
      await isProbedOn('SELECT 1 FROM orders o JOIN items i ON i.order_id = o.id WHERE o.id = $1'),
      true,
    );
    assert.equal(
      await isProbedOn('SELECT 1 FROM orders o JOIN items i ON i.order_id = o.id WHERE o.number = $1'),
      false,
    );
  });

  it('is the aggregate of a sub-select, which is made for each row of the query around it', async () => {
    assert.equal(
      await isProbedOn('SELECT (SELECT count(*) FROM items i WHERE i.order_id = o.id) FROM orders o'),
      true,
    );
    assert.equal(
      await isProbedOn('SELECT 1 FROM orders o WHERE EXISTS (SELECT 1 FROM items i WHERE i.order_id = o.id)'),
      false,
    );
  });
});
