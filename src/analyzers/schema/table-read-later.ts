import type { Table } from './snapshot';

/** What is read when somebody looks. */
export interface TableParts {
  readonly columns: () => Table['columns'];
  readonly constraints: () => Table['constraints'];
  readonly indexes: () => Table['indexes'];
  readonly indexNames: () => readonly string[];
}

const INDEX_NAMES = new WeakMap<Table, () => readonly string[]>();

/** Of a database's thousands of tables few are ever looked into. What is made of such a table by spreading is a plain one. */
export function tableReadLater(
  { columns, constraints, indexes, indexNames }: TableParts,
  plain: Omit<Table, 'columns' | 'constraints' | 'indexes'>,
): Table {
  const known: { -readonly [Part in 'columns' | 'constraints' | 'indexes']?: Table[Part] } = {};
  const table = {
    ...plain,
    get columns() {
      return (known.columns ??= columns());
    },
    get constraints() {
      return (known.constraints ??= constraints());
    },
    get indexes() {
      return (known.indexes ??= indexes());
    },
  };
  INDEX_NAMES.set(table, indexNames);
  return table;
}

/** All names of a schema's indexes are asked for without anything else of them. */
export function indexNamesOf(table: Table): readonly string[] {
  return INDEX_NAMES.get(table)?.() ?? table.indexes.map(({ name }) => name);
}
