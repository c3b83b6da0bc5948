import { objectOf } from '../database-object';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, INDEXES_VIEW } from '../manifest';
import { IndexTree } from './index-tree';
import type { TreePorts } from './tree-ports';

/** The feature whole. Asks nothing before a database is connected. */
export function createIndexTree(ports: TreePorts, report: Report) {
  const store = new DisposableStore();
  const tree = store.add(new IndexTree(INDEXES_VIEW, ports, report));
  const handlers = {
    [COMMANDS.refreshIndexes]: (node?: unknown) => tree.refresh(objectOf(node)?.connectionId),
  };
  return { store, tree, handlers };
}
