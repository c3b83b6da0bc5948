import type { RelationName } from '../../analyzers/schema/snapshot';
import { keyOf, type TableIndex } from './arrange-tables';
import { connectionNode, groupNode, indexNode, schemaNode, tableNode, type TreeNode } from './tree-node';

/**
 * What a row stands below; `undefined`: nothing.
 *
 * @param holderOf what a table stands below that is no partition of another one
 */
export function parentOf(
  node: TreeNode,
  tablesOf: (connectionId: string) => TableIndex | undefined,
  holderOf: (connectionId: string, table: RelationName) => TreeNode,
): TreeNode | undefined {
  switch (node.kind) {
    case 'connection':
    case 'note':
      return undefined;
    case 'group':
      return connectionNode(node.connectionId);
    case 'schema':
      return connectionNode(node.object.connectionId);
    case 'part':
      return schemaNode(node.object.connectionId, node.object.schema);
    case 'finding':
      return groupNode(node.object.connectionId, node.group);
    case 'missing':
      return groupNode(node.object.connectionId, 'missing');
    case 'user':
      return indexNode(node.object.connectionId, node.object.table, node.object.index);
    case 'index':
      return tableNode(node.object.connectionId, node.object.table);
    case 'table': {
      const { connectionId, table } = node.object;
      const tables = tablesOf(connectionId);
      const partitionOf = tables?.byKey.get(keyOf(table))?.partitionOf;
      const isNested = partitionOf !== undefined && tables?.byKey.has(keyOf(partitionOf)) === true;
      return isNested ? tableNode(connectionId, partitionOf) : holderOf(connectionId, table);
    }
  }
}
