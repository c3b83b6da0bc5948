import type { AlterIndex, QualifiedName } from '../../sql/model';
import { attachedIndexes, setIndex } from './build-index';
import { canBeChild, type Change, changeTable, printName, report, tableFor } from './change';
import { takeFromPartitioned } from './create-table';
import { isSame } from './relation';
import type { RelationName } from '../snapshot';
import type { IndexDefinition } from '../../indexes/index-definition';

export function attachPartition(parentName: RelationName, written: QualifiedName, change: Change): void {
  const parent = change.state.table(parentName);
  const partition = tableFor(written, false, change);
  if (!parent || !partition || !canBeChild(partition, parent, change)) return;
  changeTable(partition, change, () => ({ partitionOf: { schema: parent.schema, name: parent.name } }));
  takeFromPartitioned(parent, partition, change);
}

export function detachPartition(parent: RelationName, written: QualifiedName, change: Change): void {
  const partition = tableFor(written, false, change);
  if (!partition) return;
  const { partitionOf, indexes, ...table } = partition;
  if (partitionOf && isSame(partitionOf, parent))
    change.state.putTable({ ...table, indexes: indexes.map(withoutParent) });
}

function withoutParent(index: IndexDefinition): IndexDefinition {
  const { partitionOf, ...rest } = index;
  return partitionOf ? rest : index;
}

/** `ALTER INDEX parent ATTACH PARTITION index`. */
export function attachIndex(statement: AlterIndex, partition: QualifiedName, change: Change): void {
  const [parent, child] = [statement.name, partition].map((name) => change.state.resolve(name));
  if (parent?.kind !== 'index' || child?.kind !== 'index') {
    const unknown = parent?.kind === 'index' ? partition : statement.name;
    report(change, `There is no index ${printName(unknown)} in the files read so far.`);
    return;
  }
  const { schema, name } = parent.index;
  setIndex(child.index, { partitionOf: { schema, name } }, change);
  validate(parent.index, change);
}

/** The index of a partitioned table is valid when that of its last partition is attached (`validatePartitionedIndex`). */
function validate(index: IndexDefinition, change: Change): void {
  const { state } = change;
  const { schema, table, partitionOf } = index;
  const partitions = state.partitionsOf({ schema, name: table });
  const attached = attachedIndexes(index, change).filter(({ valid }) => valid);
  if (index.valid || attached.length < partitions.length) return;
  setIndex(index, { valid: true }, change);
  const parent = partitionOf && state.relation(partitionOf);
  if (parent?.kind === 'index') validate(parent.index, change);
}
