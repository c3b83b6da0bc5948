import type { SchemaDetails } from '../../analyzers/schema/schema-details';
import type { Reader, ReadOptions } from '../reading/reader';
import type { Catalogue } from './catalogue';
import {
  CHECKS,
  COLUMN_TYPES,
  EXTENSIONS,
  FUNCTION_BODIES,
  OWN_TYPES,
  PARTITIONS,
  SEQUENCES,
  VIEWS,
} from './schema-detail-catalogues';
import { type CatalogScope, scopeParameters } from './scope';

/** Printing an expression opens its table: for one that is locked meanwhile nobody waits long. */
const LOCK_TIMEOUT_MS = 300;

/** From the catalogues alone, by any role. Rejects as the reader does. */
export async function readSchemaDetails(
  reader: Reader,
  scope: CatalogScope,
  options: ReadOptions = {},
): Promise<SchemaDetails> {
  const parameters = scopeParameters(scope);
  const limits = { ...options, lockTimeoutMs: LOCK_TIMEOUT_MS };
  const rows = async <T>({ text, decode }: Catalogue<T>, count: number): Promise<readonly T[]> =>
    (await reader.read(text, parameters.slice(0, count), limits)).map(decode);
  return {
    extensions: await rows(EXTENSIONS, 0),
    types: await rows(OWN_TYPES, 0),
    sequences: await rows(SEQUENCES, 1),
    columnTypes: await rows(COLUMN_TYPES, 2),
    partitions: await rows(PARTITIONS, 2),
    checks: await rows(CHECKS, 2),
    functions: await rows(FUNCTION_BODIES, 1),
    views: await rows(VIEWS, 2),
  };
}
