import type { TableDetails } from '../../analyzers/index-health/describe-table';
import type { DatabaseListing } from '../../analyzers/index-health/list-database';
import type { Message } from '../../analyzers/message';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { indexTables, keyOf, type TableIndex } from './arrange-tables';
import { type DatabaseHealth, NOTHING_KNOWN } from './database-health';
import { HealthWatch } from './health-watch';
import type { LateFigures } from './late-figures';
import { LateReader } from './late-reader';
import type { TreeConnection, TreePorts } from './tree-ports';

/** What the tree knows of one database, as of one reading of its catalogue. */
export interface KnownDatabase {
  readonly listing: DatabaseListing;
  readonly tables: TableIndex;
}

type ModelPorts = Pick<TreePorts, 'client' | 'loadPostgres' | 'workspaceState' | 'log'>;

/** Keeps what is known of a connected database. A newer reading takes the place of the older one when it is there, not before. */
export class DatabaseModel {
  #known: KnownDatabase | undefined;
  #loading: Promise<KnownDatabase | undefined> = Promise.resolve(undefined);
  #loadedAt = 0;
  #details = new Map<string, Promise<TableDetails | undefined>>();
  readonly #late: LateReader;
  readonly #health: HealthWatch;

  constructor(
    private connection: TreeConnection,
    private readonly ports: ModelPorts,
  ) {
    const { id, reader } = connection.database;
    this.#late = new LateReader(reader, ports.loadPostgres, ports.log);
    this.#health = new HealthWatch(id, reader, ports);
  }

  get database(): TreeConnection['database'] {
    return this.connection.database;
  }

  get schemaKey(): string {
    return this.connection.schemaKey;
  }

  get late(): LateFigures {
    return this.#late.figures;
  }

  get health(): DatabaseHealth {
    return this.#known === undefined ? NOTHING_KNOWN : this.#health.known;
  }

  get known(): KnownDatabase | undefined {
    return this.#known;
  }

  readAgain(): Promise<unknown> {
    return this.connection.readAgain();
  }

  /** True when its catalogue was read since, and what is known is another. */
  async follow(connection: TreeConnection): Promise<boolean> {
    this.connection = connection;
    const readAt = connection.readAt.getTime();
    if (this.#loadedAt === readAt) return false;
    this.#loadedAt = readAt;
    this.#loading = this.#load();
    await this.#loading;
    return this.#loadedAt === readAt;
  }

  /** What is wrong with the indexes, step by step. @param changed called after each step that found something */
  async judge(changed: () => void): Promise<void> {
    if (this.#known === undefined) return;
    await this.#health.judge(this.connection.schemaKey, this.#known.listing, changed);
  }

  lookForWork(): ReturnType<HealthWatch['lookForWork']> {
    return this.#health.lookForWork();
  }

  /** Counts how full a btree is, which reads all of it. Resolves to what came of it, in words. */
  measure(
    { oid, name }: { readonly oid: number; readonly name: string },
    signal: AbortSignal,
  ): Promise<Message> {
    return this.#health.measure(oid, name, signal);
  }

  /** What is known, or will be when the first loading ends. */
  async whenKnown(): Promise<KnownDatabase | undefined> {
    return this.#known ?? this.#loading;
  }

  detailsOf(table: RelationName): Promise<TableDetails | undefined> {
    const key = keyOf(table);
    const known = this.#details.get(key);
    if (known) return known;
    const asked = this.#ask(table);
    this.#details.set(key, asked);
    // What was not answered is asked for again.
    asked.catch(() => this.#details.delete(key));
    return asked;
  }

  /** Sizes and counters, once for each reading of the catalogue. Resolves to whether anything new is known. */
  readLate(key: string, relations: readonly number[], tables: readonly number[]): Promise<boolean> {
    return this.#late.read(key, relations, tables);
  }

  async #load(): Promise<KnownDatabase | undefined> {
    const listing = await this.ports.client.askDatabase(this.connection.schemaKey, { kind: 'list' });
    this.#details = new Map();
    this.#late.forget();
    this.#known = listing && { listing, tables: indexTables(listing.tables) };
    return this.#known;
  }

  #ask({ schema, name }: RelationName): Promise<TableDetails | undefined> {
    const { schemaKey } = this.connection;
    return this.ports.client.askDatabase(schemaKey, { kind: 'table', table: { schema, name } });
  }
}
