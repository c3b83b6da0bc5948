import type { IndexDefinition } from '../indexes/index-definition';
import { findRedundantIndexes } from '../indexes/redundancy';
import { findTable, type Snapshot, type Table } from '../schema/snapshot';

/** Which indexes come and which go. */
export interface IndexChange {
  readonly created: readonly IndexDefinition[];
  readonly dropped: readonly IndexDefinition[];
  readonly snapshot: Snapshot;
}

/** The index that does the work of a dropped one, whatever query asks: a new one, or one that stays. */
export function replacementOf(
  index: IndexDefinition,
  { created, dropped, snapshot }: IndexChange,
): IndexDefinition | undefined {
  const table = findTable(snapshot, { schema: index.schema, name: index.table });
  if (!table) return undefined;
  const isOfTable = ({ schema, table: name }: IndexDefinition): boolean =>
    schema === table.schema && name === table.name;
  const others = [...created.filter(isOfTable), ...indexesBut(table, dropped)];
  return others.find((other) => isRedundantBeside(other, index, table));
}

/** Those that are there already and stay. */
export function indexesBut(table: Table, dropped: readonly IndexDefinition[]): readonly IndexDefinition[] {
  return table.indexes.filter(({ name }) => dropped.every((gone) => gone.name !== name));
}

/** Of two that are equal the first counts. */
function isRedundantBeside(other: IndexDefinition, index: IndexDefinition, table: Table): boolean {
  const both = { ...table, indexes: [other, index] };
  return findRedundantIndexes(both).some((redundancy) => redundancy.index === index);
}
