import type { RelationName } from '../../analyzers/schema/snapshot';
import { nodeOfHolder } from './table-parts';
import { connectionNode, groupNode, indexNode, tableNode, type TreeNode } from './tree-node';

/**
 * What a row stands below; `undefined`: nothing.
 *
 * @param holderOf what a table stands below
 */
export function parentOf(
  node: TreeNode,
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
      return nodeOfHolder(node.object);
    case 'finding':
      return groupNode(node.object.connectionId, node.group);
    case 'missing':
      return groupNode(node.object.connectionId, 'missing');
    case 'user':
      return indexNode(node.object.connectionId, node.object.table, node.object.index);
    case 'index':
      return tableNode(node.object.connectionId, node.object.table);
    case 'table':
      return holderOf(node.object.connectionId, node.object.table);
  }
}
