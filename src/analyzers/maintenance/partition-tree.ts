import { candidateIndex } from '../indexes/candidates';
import type { IndexDefinition } from '../indexes/index-definition';
import { partitionsOf } from '../indexes/propose-ddl';
import { isSameDefinition } from '../indexes/redundancy';
import type { Snapshot, Table } from '../schema/snapshot';
import type { IndexPartitionsAction, PartitionIndex } from './maintenance-action';

/** The recipe for an index on a partitioned table. An index that a partition has already is attached instead of built. */
export function indexPartitions(
  index: IndexDefinition,
  table: Table,
  snapshot: Snapshot,
): IndexPartitionsAction {
  const present = table.indexes.find((other) => !other.constraint && isSameDefinition(index, other));
  const parent = present ? { ...index, name: present.name } : index;
  const planned = [parent];
  return {
    kind: 'index-partitions',
    table: { schema: table.schema, name: table.name },
    index: parent,
    partitions: indexesBelow(parent, table, snapshot, planned),
  };
}

function indexesBelow(
  parent: IndexDefinition,
  table: Table,
  snapshot: Snapshot,
  planned: IndexDefinition[],
): readonly PartitionIndex[] {
  return partitionsOf(table, snapshot)
    .filter(({ foreign }) => foreign !== true)
    .map((partition) => {
      const present = partition.indexes.find((other) => isReusable(other, parent));
      const index = present
        ? { ...parent, schema: partition.schema, table: partition.name, name: present.name }
        : candidateIndex(partition, parent.keys, snapshot, parent, planned);
      planned.push(index);
      return {
        index,
        ...(present?.valid === true && { isThere: true }),
        ...(partition.partitioning && {
          partitions: indexesBelow(index, partition, snapshot, planned),
        }),
      };
    });
}

/** Also an invalid one, which is rebuilt; not one that belongs to another parent's index. */
function isReusable(other: IndexDefinition, parent: IndexDefinition): boolean {
  const isFree =
    !other.partitionOf ||
    (other.partitionOf.schema === parent.schema && other.partitionOf.name === parent.name);
  return isFree && !other.constraint && isSameDefinition({ ...parent, table: other.table }, other);
}

/** The indexes of the partitions that are attached to one of their parent's, and go with it. */
export function attachedIndexes(
  { schema, name }: Pick<IndexDefinition, 'schema' | 'name'>,
  table: Table,
  snapshot: Snapshot,
): readonly PartitionIndex[] {
  return partitionsOf(table, snapshot).flatMap((partition) => {
    const index = partition.indexes.find(
      ({ partitionOf }) => partitionOf?.schema === schema && partitionOf.name === name,
    );
    if (!index) return [];
    return partition.partitioning
      ? [{ index, partitions: attachedIndexes(index, partition, snapshot) }]
      : [{ index }];
  });
}
