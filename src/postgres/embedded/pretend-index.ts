import { btreeHeight, estimateBtreePages } from '../../analyzers/indexes/btree-size';
import type { MeasuredBtree } from '../bloat/read-btree-facts';
import { number } from '../catalog/catalogue';
import { emptyLevels, ROOT_FIELDS_AT, rootFields } from './btree-pages';
import { otherIndexPages } from './other-index-pages';
import type { SandboxRelation } from './relations';
import { restoreRelation } from './restore-statistics';
import { BLOCK_SIZE, type Sandbox } from './sandbox';

export interface IndexSize {
  readonly rows: number;
  readonly pages: number;
  readonly isExact: boolean;
}

export interface IndexedTable {
  readonly pages: number;
}

/** How large an index would be that was built now. Its rows must have been restored. */
export async function estimateIndex(
  sandbox: Sandbox,
  index: SandboxRelation,
  rows: number,
  table: IndexedTable,
  btree: MeasuredBtree | undefined,
): Promise<IndexSize> {
  if (index.method === 'btree' && btree?.facts) {
    return { rows, pages: estimateBtreePages(btree.facts), isExact: true };
  }
  const [width] = await sandbox.read(
    `SELECT coalesce(sum(coalesce(s.avg_width, nullif(a.attlen, -1), 32)), 8) AS width FROM pg_catalog.pg_attribute a
     JOIN pg_catalog.pg_index i ON i.indexrelid = a.attrelid JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
     LEFT JOIN pg_catalog.pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = i.indkey[a.attnum - 1]
     LEFT JOIN pg_catalog.pg_stats s ON s.schemaname = c.relnamespace::regnamespace::text AND s.tablename = c.relname AND s.attname = t.attname
     WHERE a.attrelid = $1::int`,
    [String(index.oid)],
  );
  const pagesPerRange = Number(/pages_per_range=(\d+)/.exec(index.options ?? '')?.[1] ?? 128);
  const pages = otherIndexPages({
    method: index.method ?? '',
    rows,
    tablePages: table.pages,
    pagesPerRange,
    keyWidth: number(width?.['width']),
  });
  return { rows, pages, isExact: index.method === 'brin' };
}

/**
 * Gives the file of an index its size, and a btree its height. The index must be new or rebuilt: a block that was read before would be
 * taken from memory.
 */
export function pretendIndex(
  sandbox: Sandbox,
  index: SandboxRelation,
  { pages }: IndexSize,
  btree: MeasuredBtree | undefined,
): void {
  if (index.path === null) return;
  if (index.method === 'btree' && btree?.facts && pages > 1) {
    const height = btreeHeight(btree.facts, pages);
    sandbox.writeBytes(index.path, emptyLevels(height), BLOCK_SIZE);
    sandbox.writeBytes(index.path, rootFields(height), ROOT_FIELDS_AT);
  }
  sandbox.pretendPages(index.path, Math.max(1, pages));
}

export function restoreIndex(index: SandboxRelation, { rows, pages }: IndexSize): string {
  return restoreRelation(index, { rows, pages, allVisiblePages: 0 });
}
