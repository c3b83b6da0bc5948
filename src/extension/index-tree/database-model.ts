import type { TableDetails } from '../../analyzers/index-health/describe-table';
import type { DatabaseListing } from '../../analyzers/index-health/list-database';
import type { RelationName } from '../../analyzers/schema/snapshot';
import { indexTables, keyOf, type TableIndex } from './arrange-tables';
import type { LateFigures } from './late-figures';
import { LateReader } from './late-reader';
import type { TreeConnection, TreePorts } from './tree-ports';

/** What the tree knows of one database, as of one reading of its catalogue. */
export interface KnownDatabase {
  readonly listing: DatabaseListing;
  readonly tables: TableIndex;
}

/** Keeps what is known of a connected database. A newer reading takes the place of the older one when it is there, not before. */
export class DatabaseModel {
  #known: KnownDatabase | undefined;
  #loading: Promise<KnownDatabase | undefined> | undefined;
  #loadedAt = 0;
  #details = new Map<string, Promise<TableDetails | undefined>>();
  readonly #late: LateReader;

  constructor(
    private connection: TreeConnection,
    private readonly ports: Pick<TreePorts, 'client' | 'loadPostgres' | 'log'>,
  ) {
    this.#late = new LateReader(connection.database.reader, ports.loadPostgres, ports.log);
  }

  get database(): TreeConnection['database'] {
    return this.connection.database;
  }

  get readAt(): Date {
    return this.connection.readAt;
  }

  get late(): LateFigures {
    return this.#late.figures;
  }

  get known(): KnownDatabase | undefined {
    return this.#known;
  }

  readAgain(): Promise<unknown> {
    return this.connection.readAgain();
  }

  /** True when its catalogue was read since, and what is known changes. */
  async follow(connection: TreeConnection): Promise<boolean> {
    this.connection = connection;
    const readAt = connection.readAt.getTime();
    if (this.#loadedAt === readAt) return false;
    this.#loadedAt = readAt;
    this.#loading = this.#load();
    await this.#loading;
    return this.#loadedAt === readAt;
  }

  /** What is known, or will be when the first loading ends. */
  whenKnown(): Promise<KnownDatabase | undefined> {
    return this.#known === undefined
      ? (this.#loading ?? Promise.resolve(undefined))
      : Promise.resolve(this.#known);
  }

  detailsOf(table: RelationName): Promise<TableDetails | undefined> {
    const key = keyOf(table);
    const asked = this.#details.get(key) ?? this.#ask(table);
    this.#details.set(key, asked);
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
