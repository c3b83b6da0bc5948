import type { RowSpread } from '../../analyzers/plans/plan-context';
import type { SpreadQuestion } from '../../analyzers/plans/spread-question';
import { quoteIdentifier, quoteQualified } from '../../analyzers/sql/identifiers';
import type { Reader, ReadOptions } from '../reading/reader';

/** Blocks that are read: 8 MB, some milliseconds where they are in memory. */
const SAMPLED_BLOCKS = 1000;
/** The table is divided into: a burst that fills one of them is far from where it seems by a fiftieth at most. */
const PARTS = 50;

/**
 * Where in the table the rows with these values lie, by a sample of its blocks: no index is needed for it, and a large table costs no more
 * than a small one. Rejects as `reader.read` does.
 */
export async function sampleRowSpread(
  reader: Reader,
  { schema, table, column, values }: SpreadQuestion,
  options: ReadOptions = {},
): Promise<RowSpread> {
  const relation = quoteQualified(schema, table);
  const blocks = await countBlocks(reader, relation, options);
  const percent = Math.min(100, (100 * SAMPLED_BLOCKS) / blocks);
  // ctid::text is (block,row), which a point can be read from.
  const rows = await reader.read(
    `SELECT least(${PARTS - 1}, floor(${PARTS} * (t.ctid::text::point)[0] / $2::float8))::int AS part, count(*)::int AS rows
     FROM ${relation} AS t TABLESAMPLE SYSTEM (${percent}) REPEATABLE (0)
     WHERE t.${quoteIdentifier(column)}::text = ANY ($1::text[])
     GROUP BY 1`,
    [values, blocks],
    { statementTimeoutMs: 2000, ...options },
  );
  const parts = Array.from({ length: PARTS }, (_, part) =>
    Number(rows.find((row) => row['part'] === part)?.['rows'] ?? 0),
  );
  return { schema, table, column, parts };
}

async function countBlocks(reader: Reader, relation: string, options: ReadOptions): Promise<number> {
  const [row] = await reader.read(
    `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 AS blocks`,
    [relation],
    options,
  );
  return Math.max(1, Number(row?.['blocks'] ?? 1));
}
