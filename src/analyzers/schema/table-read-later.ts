import type { Snapshot, Table } from './snapshot';

type Part = 'columns' | 'constraints' | 'indexes';

/** Reads what belongs to a table when somebody looks, by the number of the table. */
export interface TableReader {
  columns(relation: number): Table['columns'];
  constraints(relation: number): Table['constraints'];
  indexes(relation: number): Table['indexes'];
  indexNames(relation: number): readonly string[];
  indexNumbers(relation: number): ReadonlyMap<string, number>;
}

const READERS = new WeakMap<object, { readonly reader: TableReader; readonly relation: number }>();

/** The same for all tables, of which there are thousands: closures of their own would take more room than all else of them. */
const PARTS: PropertyDescriptorMap = {
  columns: readLater('columns'),
  constraints: readLater('constraints'),
  indexes: readLater('indexes'),
};

function readLater(part: Part): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: object) {
      const { reader, relation } = READERS.get(this) ?? {};
      const value = relation === undefined ? [] : (reader?.[part](relation) ?? []);
      Object.defineProperty(this, part, { value });
      return value;
    },
  };
}

/** Of a database's thousands of tables few are ever looked into. What is made of such a table by spreading is a plain one. */
export function tableReadLater(reader: TableReader, relation: number, plain: Omit<Table, Part>): Table {
  const table = Object.defineProperties({ ...plain }, PARTS) as Table;
  READERS.set(table, { reader, relation });
  return table;
}

/** All names of a schema's indexes are asked for without anything else of them. */
export function indexNamesOf(table: Table): readonly string[] {
  const { reader, relation } = READERS.get(table) ?? {};
  if (reader && relation !== undefined) return reader.indexNames(relation);
  return table.indexes.map(({ name }) => name);
}

/** `pg_class.oid` of a table and of its indexes by their names. Absent: the table as it is was not read from a server. */
export function catalogNumbersOf(
  table: Table,
): { readonly table: number; readonly indexes: ReadonlyMap<string, number> } | undefined {
  const known = READERS.get(table);
  return known && { table: known.relation, indexes: known.reader.indexNumbers(known.relation) };
}

/** In whatever schema. */
export function hasIndexNamed({ tables }: Snapshot, name: string): boolean {
  return tables.some((table) => indexNamesOf(table).includes(name));
}
