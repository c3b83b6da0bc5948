import { objectOf } from '../database-object';
import type { Report } from '../errors';
import { DisposableStore } from '../lifecycle';
import { COMMANDS, INDEXES_VIEW } from '../manifest';
import { IndexTree } from './index-tree';
import { IndexTreeView } from './index-tree-view';
import { TreeCommands } from './tree-commands';
import type { TreePorts } from './tree-ports';
import { WorkWatch } from './work-watch';

/** The feature whole. Asks nothing before a database is connected. */
export function createIndexTree(ports: TreePorts, report: Report) {
  const store = new DisposableStore();
  const tree = store.add(new IndexTree(ports, report));
  const view = store.add(new IndexTreeView(INDEXES_VIEW, tree, ports.workspaceState));
  const work = store.add(new WorkWatch(tree, view));
  const commands = new TreeCommands(tree, view);
  const handlers = {
    [COMMANDS.refreshIndexes]: (node?: unknown) => tree.refresh(objectOf(node)?.connectionId),
    [COMMANDS.filterIndexes]: () => commands.filter(),
    [COMMANDS.clearIndexFilter]: () => view.setFilter(''),
    [COMMANDS.sortIndexes]: () => commands.sort(),
    [COMMANDS.copyIndexDefinition]: (node?: unknown) => commands.copyDefinition(node),
    [COMMANDS.measureBloat]: (node?: unknown) => commands.measure(node),
  };
  /** Whoever starts something on a database says so, and the rows follow it. */
  const look = (connectionId: string) => work.look(connectionId);
  return { store, look, handlers };
}
