import type { CatalogRows } from '../../src/analyzers/schema/catalog-rows';
import { type CatalogRequest, readCatalog } from '../../src/postgres/catalog/read-catalog';
import { ServerConnection } from '../../src/postgres/reading/server-connection';
import { openClient } from './reading/open-client';

/** The rows of a database, read by a connection of its own. */
export async function readCatalogOf(
  connectionString: string,
  request: Partial<CatalogRequest> = {},
): Promise<CatalogRows> {
  const connection = new ServerConnection(openClient({ connectionString }));
  try {
    return await readCatalog(connection, {
      target: 'shop@localhost:5432',
      readAt: new Date('2026-11-25T10:00:00Z'),
      ...request,
    });
  } finally {
    await connection.dispose();
  }
}
