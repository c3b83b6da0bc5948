import type { CatalogRows } from '../../analyzers/schema/catalog-rows';
import type { PackedCatalog } from '../../analyzers/schema/packed-rows';
import type { Reader, ReadOptions } from '../reading/reader';
import type { Catalogue, PackedRelation } from './catalogue';
import { INDEX_EXPRESSIONS, indexes, OPCLASS_OPTIONS } from './index-catalogues';
import { type CatalogScope, scopeParameters } from './scope';
import { COLLATIONS, EXTENSIONS, FUNCTIONS, OPCLASSES, SERVER, SETTINGS, TYPES } from './server-catalogues';
import { COLUMN_STATISTICS, indexActivity, TABLE_ACTIVITY } from './statistics-catalogues';
import {
  COLUMNS,
  CONSTRAINTS,
  DEFAULTS,
  INHERITS,
  RELATIONS,
  VIEW_DEFINITIONS,
  VIEW_READS,
} from './table-catalogues';

export interface CatalogRequest {
  readonly scope?: CatalogScope;
  /** As people read it, without user and password: `shop@db.example:5432`. */
  readonly target: string;
  readonly readAt: Date;
  readonly options?: ReadOptions;
}

/** Printed expressions open their tables. Those that are locked now are left out; for one that is locked meanwhile nobody waits long. */
const EXPRESSION_LOCK_TIMEOUT_MS = 300;
const LOCK_NOT_AVAILABLE = '55P03';

/** The schema and its statistics, by one statement for each catalogue. Rejects as the reader does. */
export async function readCatalog(
  reader: Reader,
  { scope = {}, target, readAt, options = {} }: CatalogRequest,
): Promise<CatalogRows> {
  const reading = new CatalogReading(reader, scopeParameters(scope), options);
  const [server] = await reading.rows(SERVER, 0);
  if (!server) throw new Error('The server did not say what it is.');
  const rows = {
    // What takes longest: one connection is at it while the other reads the rest.
    columnStatistics: packed(reading.rows(COLUMN_STATISTICS)),
    settings: reading.rows(SETTINGS, 0),
    extensions: reading.rows(EXTENSIONS, 0),
    types: reading.rows(TYPES, 0),
    collations: reading.rows(COLLATIONS, 0),
    opclasses: reading.rows(OPCLASSES, 0),
    functions: reading.rows(FUNCTIONS, 1),
    relations: reading.rows(RELATIONS),
    inherits: reading.rows(INHERITS, 0),
    columns: packed(reading.rows(COLUMNS)),
    defaults: packed(reading.printed(DEFAULTS)),
    constraints: packed(reading.rows(CONSTRAINTS)),
    indexes: packed(reading.rows(indexes(server.versionNumber))),
    indexExpressions: reading.printed(INDEX_EXPRESSIONS),
    opclassOptions: reading.rows(OPCLASS_OPTIONS),
    viewReads: reading.rows(VIEW_READS),
    viewDefinitions: reading.printed(VIEW_DEFINITIONS),
    tableActivity: reading.rows(TABLE_ACTIVITY),
    indexActivity: packed(reading.rows(indexActivity(server.versionNumber))),
  };
  const from = { target, readAt: readAt.toISOString(), ...scope, server };
  return { ...from, ...(await whole(rows)) };
}

async function packed(rows: Promise<readonly PackedRelation[]>): Promise<PackedCatalog> {
  return new Map(await rows);
}

/** Of several statements that fail the first says why. */
async function whole<T extends object>(rows: { readonly [Key in keyof T]: Promise<T[Key]> }): Promise<T> {
  const entries = Object.entries<Promise<unknown>>(rows).map(
    async ([name, read]) => [name, await read] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as T;
}

class CatalogReading {
  constructor(
    private readonly reader: Reader,
    private readonly parameters: readonly unknown[],
    private readonly options: ReadOptions,
  ) {}

  /** @param count how many of the parameters of the scope the statement has */
  async rows<T>({ text, decode }: Catalogue<T>, count = 2, options = this.options): Promise<readonly T[]> {
    return (await this.reader.read(text, this.parameters.slice(0, count), options)).map(decode);
  }

  /** None when a table has been locked meanwhile. */
  async printed<T>(catalogue: Catalogue<T>): Promise<readonly T[]> {
    try {
      return await this.rows(catalogue, 2, { ...this.options, lockTimeoutMs: EXPRESSION_LOCK_TIMEOUT_MS });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return [];
      throw error;
    }
  }
}
