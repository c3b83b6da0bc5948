import assert from 'node:assert/strict';
import { schemaStatements } from '../../../../src/analyzers/schema/schema-statements';

function textsOf(text: string): readonly string[] {
  return schemaStatements([{ file: '1.sql', text }]).map((statement) => statement.text.replace(/;$/, ''));
}

describe('The statements of migrations that make the schema', () => {
  it('are those about tables, types, indexes, functions and where names are looked up', () => {
    const made = [
      'CREATE TABLE a (id int)',
      'ALTER TABLE a ADD COLUMN b text',
      'CREATE INDEX CONCURRENTLY i ON a (b)',
      "CREATE TYPE mood AS ENUM ('good')",
      "SELECT pg_catalog.set_config('search_path', '', false)",
      'SET search_path = shop',
      'DROP TABLE a',
    ];
    assert.deepEqual(textsOf(`${made.join(';\n')};`), made);
  });

  it('are not those about rows, rights, owners, servers and transactions', () => {
    const others = [
      'BEGIN',
      'INSERT INTO a VALUES (1)',
      'UPDATE a SET id = 2',
      'GRANT SELECT ON a TO reader',
      'ALTER TABLE a OWNER TO shop',
      'CREATE ROLE reader',
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader',
      'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()',
      "COMMENT ON TABLE a IS 'b'",
      'ANALYZE a',
      'COMMIT',
    ];
    assert.deepEqual(textsOf(`${others.join(';\n')};`), []);
  });

  it('are not data of COPY, and not what takes a migration back', () => {
    const text =
      'CREATE TABLE a (id int);\nCOPY a FROM stdin;\n1\n2\n\\.\n-- migrate:up\nCREATE TABLE b (id int);\n-- migrate:down\nDROP TABLE b;\n';
    assert.deepEqual(
      textsOf(text).filter((each) => each.startsWith('DROP')),
      [],
    );
    assert.ok(textsOf(text).includes('CREATE TABLE b (id int)'));
  });
});
