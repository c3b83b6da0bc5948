import { findTable, type RelationName, type Snapshot, type Table } from '../schema/snapshot';
import type { IndexDefinition } from './index-definition';
import { leadsTo } from './leading-index';
import { printKeys } from './print-ddl';

/** What an index does beside serving queries, as the schema has it. Plain data. */
export interface IndexDuties {
  /** Rows that are equal in its keys are refused. */
  readonly unique: boolean;
  readonly keys: readonly string[];
  readonly constraint?: NonNullable<IndexDefinition['constraint']>;
  readonly replicaIdentity: boolean;
  /** The index of the partitioned table that it is attached to: queries name that table. */
  readonly partitionOf?: { readonly table: RelationName; readonly index: string };
  readonly foreignKeys: readonly ServedForeignKey[];
}

/** A foreign key of the index's own table: the index finds the rows that refer to one that is deleted, or whose key changes. */
export interface ServedForeignKey {
  readonly constraint: string;
  readonly columns: readonly string[];
  readonly references: RelationName;
  /** As the schema has it, in lower case: `cascade`, `set null`. Absent: NO ACTION, which searches too. */
  readonly onDelete?: string;
  /** Others that would find those rows. */
  readonly alsoBy: readonly string[];
}

/** `undefined`: the schema has no such index. */
export function dutiesOf(name: RelationName, index: string, snapshot: Snapshot): IndexDuties | undefined {
  const table = findTable(snapshot, name);
  const definition = table?.indexes.find((candidate) => candidate.name === index);
  if (!table || !definition) return undefined;
  const { unique, constraint, replicaIdentity = false } = definition;
  const parent = parentOf(definition, table);
  return {
    unique,
    keys: printKeys(definition),
    replicaIdentity,
    ...(constraint && { constraint }),
    ...(parent && { partitionOf: parent }),
    foreignKeys: foreignKeysOf(definition, table),
  };
}

function parentOf({ partitionOf }: IndexDefinition, table: Table): IndexDuties['partitionOf'] {
  if (!partitionOf || !table.partitionOf) return undefined;
  return { table: table.partitionOf, index: partitionOf.name };
}

function foreignKeysOf(index: IndexDefinition, { constraints, indexes }: Table): readonly ServedForeignKey[] {
  return constraints.flatMap(({ kind, name, columns, references }) => {
    if (kind !== 'foreign-key' || !references || !leadsTo(index, columns)) return [];
    const { schema, table, onDelete } = references;
    const others = indexes.filter((other) => other !== index && leadsTo(other, columns));
    return [
      {
        constraint: name,
        columns,
        references: { schema, name: table },
        ...(onDelete !== undefined && { onDelete }),
        alsoBy: others.map((other) => other.name),
      },
    ];
  });
}
