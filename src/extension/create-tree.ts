import * as vscode from 'vscode';
import type { OpenConnection } from './connected-database';
import type { Report } from './errors';
import { createIndexTree } from './index-tree/create-index-tree';
import type { WantingPlace } from './index-tree/missing-indexes';
import type { TreePorts } from './index-tree/tree-ports';
import { DisposableStore } from './lifecycle';
import type { ShownFindings } from './shown-findings';
import type { IndexUsesPort } from './uses-of-index';

/** Findings change with every key that is typed: the tree need not follow each. */
const PAUSE_MS = 500;

interface TreeParts extends Pick<TreePorts, 'client' | 'loadPostgres' | 'workspaceState' | 'log'> {
  readonly connected: {
    readonly open: () => readonly OpenConnection[];
    readonly connections: { readonly onDidChange: vscode.Event<void> };
  };
  readonly findings: ShownFindings;
  readonly uses: IndexUsesPort;
  readonly report: Report;
}

/** The tree of indexes with what the other features know: connections, what queries lack, and what they use. */
export function createTree({ connected, findings, uses, report, ...parts }: TreeParts) {
  const store = new DisposableStore();
  const changes = store.add(new vscode.EventEmitter<void>());
  let places: ReadonlyMap<string, readonly WantingPlace[]> | undefined;
  let timer: NodeJS.Timeout | undefined;
  store.add({ dispose: () => clearTimeout(timer) });
  store.add(
    findings.onDidChange(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        places = undefined;
        changes.fire();
      }, PAUSE_MS);
    }),
  );
  const wantingPlaces = (schemaKey: string): readonly WantingPlace[] => {
    places ??= placesByFolder(findings);
    return places.get(schemaKey) ?? NO_PLACES;
  };
  const ports: TreePorts = {
    ...parts,
    connections: connected.open,
    onDidChangeConnections: connected.connections.onDidChange,
    wantingPlaces,
    onDidChangeFindings: changes.event,
    usesOf: async ({ connectionId, table, index }, signal) => {
      const open = connected.open().find(({ database }) => database.id === connectionId);
      return open && uses.usesOf(open.database.folder, table, index, signal);
    },
    onDidChangeUses: uses.onDidChange,
  };
  const { handlers, look, store: owned } = createIndexTree(ports, report);
  store.add(owned);
  return { store, handlers, look };
}

const NO_PLACES: readonly WantingPlace[] = [];

function placesByFolder(findings: ShownFindings): ReadonlyMap<string, readonly WantingPlace[]> {
  const byFolder = new Map<string, WantingPlace[]>();
  for (const [uri, shown] of findings.all()) {
    const key = vscode.workspace.getWorkspaceFolder(uri)?.uri.toString();
    if (key === undefined) continue;
    const name = vscode.workspace.asRelativePath(uri, false);
    const places = shown.map(({ finding, diagnostic: { range } }) => ({
      finding,
      uri,
      range,
      place: `${name}:${range.start.line + 1}`,
    }));
    byFolder.set(key, [...(byFolder.get(key) ?? []), ...places]);
  }
  return byFolder;
}
