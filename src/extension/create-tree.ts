import * as vscode from 'vscode';
import type { OpenConnection } from './connected-database';
import type { Report } from './errors';
import { createIndexTree } from './index-tree/create-index-tree';
import type { WantingPlace } from './index-tree/missing-indexes';
import type { TreePorts } from './index-tree/tree-ports';
import { DisposableStore } from './lifecycle';
import type { ShownFindings } from './shown-findings';

/** Findings change with every key that is typed: the tree need not follow each. */
const PAUSE_MS = 500;

interface TreeParts extends Pick<TreePorts, 'client' | 'loadPostgres' | 'workspaceState' | 'log'> {
  readonly connected: {
    readonly open: () => readonly OpenConnection[];
    readonly connections: { readonly onDidChange: vscode.Event<void> };
  };
  readonly findings: ShownFindings;
  readonly report: Report;
}

/** The tree of indexes with what the other features know: connections, and what queries lack. */
export function createTree({ connected, findings, report, ...parts }: TreeParts) {
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
