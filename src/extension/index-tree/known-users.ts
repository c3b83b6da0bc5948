import type { DatabaseObject } from '../database-object';
import type { Localizer } from '../localizer';
import type { Log } from '../log';
import type { UsesOfIndex } from '../uses-of-index';
import { type IndexUser, usersOf } from './index-users';
import { indexNode, noteNode, type TreeNode, type UserRow, userNode } from './tree-node';
import type { ShownRow } from './tree-row';

type IndexObject = Extract<DatabaseObject, { kind: 'index' }>;

export interface UsersPorts {
  /** `undefined`: nothing is known of the folder any more. */
  readonly usesOf: (index: IndexObject, signal: AbortSignal) => Promise<UsesOfIndex | undefined>;
  readonly log: Pick<Log, 'warn'>;
}

/** Nobody waits longer for the rows below an index. Whoever asks again goes on where this ended. */
const SEARCH_MS = 10_000;

/** Who uses the indexes that have been opened in the tree. */
export class KnownUsers {
  readonly #known = new Map<string, { readonly object: IndexObject; readonly users: readonly IndexUser[] }>();

  constructor(
    private readonly ports: UsersPorts,
    private readonly l10n: Localizer,
  ) {}

  /** The indexes whose users have been asked for. */
  get indexes(): readonly TreeNode[] {
    return [...this.#known.values()].map(({ object }) => nodeOf(object));
  }

  /** Never rejects. */
  async childrenOf(object: IndexObject): Promise<readonly TreeNode[]> {
    const { id } = nodeOf(object);
    try {
      const uses = await this.ports.usesOf(object, AbortSignal.timeout(SEARCH_MS));
      const users = uses ? usersOf(uses, this.l10n) : [];
      this.#known.set(id, { object, users });
      return users.map(({ key }) => userNode(object, key));
    } catch (error) {
      this.ports.log.warn(`${object.index}: ${error instanceof Error ? error.message : String(error)}`);
      const text = this.l10n.t('The files of the workspace could not be read.');
      return [noteNode(object.connectionId, id, text, 'warning')];
    }
  }

  /** `undefined`: it uses the index no longer. */
  rowOf({ object, key }: UserRow): ShownRow | undefined {
    const user = this.#known.get(nodeOf(object).id)?.users.find((each) => each.key === key);
    return user && { row: user.row, state: 'leaf', ...(user.opens && { opens: user.opens }) };
  }
}

function nodeOf({ connectionId, table, index }: IndexObject): ReturnType<typeof indexNode> {
  return indexNode(connectionId, table, index);
}
