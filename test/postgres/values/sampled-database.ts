import { snapshotFromCatalog, type Snapshot } from '../../../src/analyzers';
import type { ExplainableQuery } from '../../../src/analyzers/query/explainable-query';
import { ServerConnection } from '../../../src/postgres/reading/server-connection';
import { sampleValues } from '../../../src/postgres/values/sample-values';
import type { ParameterType, ValueSet } from '../../../src/postgres/values/value-set';
import { libpgFeeder } from '../../unit/analyzers/feeders';
import { explainable } from '../../unit/analyzers/query/explainable';
import { readCatalogOf } from '../read-catalog-of';
import { openClient } from '../reading/open-client';

interface SampledAs {
  readonly types?: readonly ParameterType[];
  readonly expectedArraySize?: number;
  readonly role?: string;
  /** `sql` where nothing is said. */
  readonly languageId?: string;
}

/** A database whose schema is read once, and whose values are sampled for queries about it. */
export class SampledDatabase {
  private constructor(
    private readonly connectionString: string,
    readonly snapshot: Snapshot,
  ) {}

  static async open(connectionString: string): Promise<SampledDatabase> {
    const rows = await readCatalogOf(connectionString);
    return new SampledDatabase(connectionString, snapshotFromCatalog(rows, await libpgFeeder()));
  }

  readonly #connections = new Map<string, ServerConnection>();

  connection(role = 'postgres'): ServerConnection {
    const known = this.#connections.get(role);
    if (known) return known;
    const url = new URL(this.connectionString);
    url.username = role;
    const connection = new ServerConnection(openClient({ connectionString: url.href }));
    this.#connections.set(role, connection);
    return connection;
  }

  query(text: string, languageId = 'sql'): Promise<ExplainableQuery> {
    return explainable(text, { snapshot: this.snapshot, languageId });
  }

  async sample(
    text: string,
    { types = [], expectedArraySize = 20, role, languageId }: SampledAs = {},
  ): Promise<readonly ValueSet[]> {
    const query = await this.query(text, languageId);
    return sampleValues(this.connection(role), query, types, { expectedArraySize });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.dispose()));
  }
}
