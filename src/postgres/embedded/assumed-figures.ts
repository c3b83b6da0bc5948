import { number, text } from '../catalog/catalogue';
import type { AssumedSizes } from './protocol';
import type { SandboxRelation } from './relations';
import { type RelationSize, restoreColumn, restoreRelation } from './restore-statistics';
import { BLOCK_SIZE, type Sandbox } from './sandbox';

/** Page header and its end; header and line pointer of a row; of a type of varying length. */
const PAGE_ROOM = BLOCK_SIZE - 24;
const ROW_OVERHEAD = 28;
const VARYING_WIDTH = 32;
/** What the planner assumes of a column that it knows nothing of (`DEFAULT_NUM_DISTINCT`). */
const DISTINCT = 200;
/** Columns that refer to something: many rows may have the same value, and many values there are. */
const REFERS = '(^|_)(id|uuid|guid|key|ref)$|[a-z](Id|Uuid|Guid|Key)$';

/** A size for a table that no statistics know, and figures for its columns. Resolves to the size and the statements. */
export async function assumeFigures(
  sandbox: Sandbox,
  table: SandboxRelation,
  { rows, rowsPerKey }: AssumedSizes,
): Promise<{ readonly size: RelationSize; readonly statements: readonly string[] }> {
  const columns = await sandbox.read(
    `SELECT a.attname AS name, coalesce(nullif(a.attlen, -1), ${VARYING_WIDTH}) AS width,
       a.attname ~ $2 OR t.typname = 'uuid' AS refers, EXISTS (SELECT FROM pg_catalog.pg_index i
         WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS "isUnique"
     FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     WHERE a.attrelid = $1::int AND a.attnum > 0 AND NOT a.attisdropped`,
    [String(table.oid), REFERS],
  );
  const width = columns.reduce((sum, column) => sum + number(column['width']), ROW_OVERHEAD);
  const pages = Math.max(1, Math.ceil(rows / Math.max(1, Math.floor(PAGE_ROOM / width))));
  const size = { rows, pages, allVisiblePages: pages };
  const figures = columns.map((column) =>
    restoreColumn(table, text(column['name']), {
      name: text(column['name']),
      nullFraction: 0,
      averageWidth: number(column['width']),
      distinct: column['isUnique'] === true ? -1 : column['refers'] === true ? -1 / rowsPerKey : DISTINCT,
    }),
  );
  return { size, statements: [restoreRelation(table, size), ...figures] };
}
