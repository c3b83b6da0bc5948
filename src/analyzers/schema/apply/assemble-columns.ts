import type { ColumnDefinition, CreateTable, LikeClause } from '../../sql/model';
import type { Column, Table } from '../snapshot';

export interface LikeSource {
  readonly clause: LikeClause;
  /** Absent where the table is not known. */
  readonly table?: Table;
}

/** The columns of a new table: those of its parents first, then its own and those of LIKE as they are written. */
export function assembleColumns(
  { columns: definitions, partitionOf }: CreateTable,
  parents: readonly Table[],
  sources: readonly LikeSource[],
): readonly Column[] {
  const columns = new Map<string, Column>();
  for (const { columns: inherited } of parents) {
    for (const column of inherited)
      columns.set(column.name, merge(columns.get(column.name), inherit(column, partitionOf !== undefined)));
  }
  const written = [
    ...definitions.map((definition) => ({ start: definition.span.start, columns: [columnOf(definition)] })),
    ...sources.map(({ clause, table }) => ({
      start: clause.table.span.start,
      columns: (table?.columns ?? []).map((column) => copy(column, clause)),
    })),
  ].sort((one, other) => one.start - other.start);
  for (const column of written.flatMap((item) => item.columns))
    columns.set(column.name, merge(columns.get(column.name), column));
  return [...columns.values()];
}

export function columnOf(definition: ColumnDefinition): Column {
  const { name, type, collation, notNull, notNullName, generated } = definition;
  return {
    name,
    type,
    ...(collation !== undefined && { collation }),
    notNull,
    ...(notNullName !== undefined && { notNullName }),
    ...(definition.default && { default: definition.default }),
    generated,
  };
}

/** Tables that inherit number their rows themselves; partitions have had their parent's identity since 17. */
function inherit(column: Column, isPartition: boolean): Column {
  return column.generated === 'identity' && !isPartition ? { ...column, generated: 'no' } : column;
}

/** A column that is written again, with or without its type, adds to the one that is inherited. */
function merge(inherited: Column | undefined, column: Column): Column {
  if (!inherited) return column;
  const { type, collation, ...written } = column;
  return {
    ...inherited,
    ...written,
    // A partition has its parent's types, and where no type is written a collation means nothing.
    ...(type.name !== '' && { type, ...(collation !== undefined && { collation }) }),
    notNull: inherited.notNull || column.notNull,
    generated: column.generated === 'no' ? inherited.generated : column.generated,
  };
}

function copy(column: Column, { including }: LikeClause): Column {
  const { default: value, generated, ...rest } = column;
  const isComputed = generated === 'stored' || generated === 'virtual';
  const takesValue = including.includes(isComputed ? 'generated' : 'defaults');
  const takesGeneration = including.includes(isComputed ? 'generated' : 'identity');
  return {
    ...rest,
    ...(value && takesValue && { default: value }),
    generated: takesGeneration ? generated : 'no',
  };
}
