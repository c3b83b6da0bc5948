import assert from 'node:assert/strict';
import { parentOf } from '../../../../src/extension/index-tree/parent-of';
import {
  connectionNode,
  groupNode,
  indexNode,
  schemaNode,
  tableNode,
} from '../../../../src/extension/index-tree/tree-node';

const ORDERS = { schema: 'public', name: 'orders' };
describe('A node of the tree', () => {
  it('has an id of its own, whatever characters a name has', () => {
    const nodes = [
      indexNode('a', { schema: 'x', name: 'y","z' }, 'i'),
      indexNode('a', { schema: 'x","y', name: 'z' }, 'i'),
      tableNode('a', ORDERS),
      schemaNode('a', 'orders'),
      groupNode('a', 'unused'),
      connectionNode('a'),
    ];
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it('has the same id when it is made again', () => {
    assert.equal(tableNode('a', { ...ORDERS }).id, tableNode('a', ORDERS).id);
  });

  it('knows what it stands below', () => {
    const holder = (id: string, { schema }: { schema: string }) => schemaNode(id, schema);
    assert.deepEqual(parentOf(indexNode('a', ORDERS, 'i'), holder), tableNode('a', ORDERS));
    assert.deepEqual(parentOf(tableNode('a', ORDERS), holder), schemaNode('a', 'public'));
    assert.deepEqual(parentOf(schemaNode('a', 'public'), holder), connectionNode('a'));
    assert.equal(parentOf(connectionNode('a'), holder), undefined);
  });
});
