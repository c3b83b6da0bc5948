import assert from 'node:assert/strict';
import { readCatalog } from '../../../src/postgres/catalog/read-catalog';
import * as postgres from '../../../src/postgres/postgres';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import {
  answerDatabaseQuestion,
  type DatabaseAnswers,
  type DatabaseQuestion,
} from '../../../src/runtime/database-questions';
import { KnownSchemas } from '../../../src/runtime/known-schemas';
import { DatabaseModel } from '../../../src/extension/index-tree/database-model';
import { figuresIn } from '../../../src/extension/figures';
import type { WantingPlace } from '../../../src/extension/index-tree/missing-indexes';
import type { TreeConnection, TreePorts } from '../../../src/extension/index-tree/tree-ports';
import { KnownUsers } from '../../../src/extension/index-tree/known-users';
import { TreeContent } from '../../../src/extension/index-tree/tree-content';
import { connectionNode, type TreeNode } from '../../../src/extension/index-tree/tree-node';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { ENGLISH } from '../../unit/extension/english';
import { openClient } from '../reading/open-client';

const KEY = 'folder';

/** The tree of a database as the extension makes it, without the workbench around it. */
export async function openTree(connectionString: string, now = new Date()) {
  const server = new ServerConnection(openClient({ connectionString }), { patienceMs: 2_000 });
  const schemas = new KnownSchemas(await libpgFeeder(), () => assert.fail('There is no program here.'));
  const warnings: string[] = [];
  const ports = {
    client: new SchemaClient(schemas),
    loadPostgres: () => postgres,
    workspaceState: memory(),
    log: { warn: (text: string) => void warnings.push(text) },
  };
  const read = async (at: Date): Promise<TreeConnection> => {
    const readAt = new Date(at);
    schemas.setCatalog(KEY, await readCatalog(server, { target: 'shop@localhost', readAt }));
    const [row] = await server.read("SELECT current_setting('server_version') AS version");
    const database = {
      id: 'folder#shop',
      name: 'shop',
      role: 'development' as const,
      target: 'ann@localhost/shop',
      serverVersion: String(row?.['version']),
      reader: server,
    };
    return { database, schemaKey: KEY, readAt, readAgain: () => Promise.resolve() };
  };
  const model = new DatabaseModel(await read(now), ports);
  const words = { l10n: ENGLISH, figures: figuresIn('en', ENGLISH) };
  let places: readonly WantingPlace[] = [];
  const content = new TreeContent(
    () => model,
    () => places,
    new KnownUsers({ usesOf: () => Promise.resolve(undefined), log: ports.log }, ENGLISH),
    words,
    () => now,
  );
  const follow = async (at: Date = now): Promise<void> => {
    await model.follow(await read(at));
  };
  await follow();
  return {
    want: (wanted: readonly WantingPlace[]) => (places = wanted),
    content,
    model,
    server,
    warnings,
    follow,
    root: connectionNode('folder#shop'),
    dispose: () => server.dispose(),
  };
}

/** A client whose worker is in the same thread. */
class SchemaClient {
  constructor(private readonly schemas: KnownSchemas) {}

  askDatabase<Kind extends DatabaseQuestion['kind']>(
    key: string,
    question: Extract<DatabaseQuestion, { kind: Kind }>,
  ): Promise<DatabaseAnswers[Kind]> {
    const answer = answerDatabaseQuestion(this.schemas.serverOf(key), question);
    return Promise.resolve(answer as DatabaseAnswers[Kind]);
  }
}

/** As the editor keeps it for a workspace. */
function memory(): TreePorts['workspaceState'] {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => (kept.has(key) ? (kept.get(key) as T) : otherwise) as T,
    update: (key: string, value: unknown) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}

export type OpenTree = Awaited<ReturnType<typeof openTree>>;

/** Every row below a node, with all that comes late, as `label — description`. */
export async function rowsBelow(
  tree: OpenTree,
  node: TreeNode = tree.root,
  depth = 0,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const children = await tree.content.childrenOf(node);
  if (await tree.content.readLate(node)) return rowsBelow(tree, node, depth);
  for (const child of children) {
    const { row } = await tree.content.rowOf(child);
    const text = row.description === '' ? row.label : `${row.label} — ${row.description}`;
    lines.push(`${'  '.repeat(depth)}${text}`, ...(await rowsBelow(tree, child, depth + 1)));
  }
  return lines;
}

/** The node that is reached by these labels. */
export async function nodeAt(tree: OpenTree, ...labels: readonly string[]): Promise<TreeNode> {
  let node: TreeNode = tree.root;
  for (const label of labels) {
    const children = await tree.content.childrenOf(node);
    const rows = await Promise.all(
      children.map(async (child) => (await tree.content.rowOf(child)).row.label),
    );
    const found = children[rows.indexOf(label)];
    assert.ok(found, `${label} is none of ${rows.join(', ')}`);
    node = found;
  }
  return node;
}
