import type { ProposedIndex } from '../../analyzers/finding';
import { printProposedIndex } from '../../analyzers/indexes/print-ddl';
import { message, type Message } from '../../analyzers/message';
import { quoteQualified } from '../../analyzers/sql/identifiers';
import { text } from '../catalog/catalogue';
import {
  explainQuery,
  type ExplainedQuery,
  type ExplainOptions,
  type PlanValues,
} from '../explain/explain-query';
import type { InferredQuery } from '../explain/inferred-query';
import type { OwnPlanner, Reader, ReadOptions } from '../reading/reader';
import type { PretendedIndex, Step } from '../reading/step';

/** An index that can be pretended, or why it cannot. */
export type HypotheticalIndex =
  | {
      readonly kind: 'possible';
      /** As the proposal names it. */
      readonly name: string;
      /** Make it for what follows in their transaction. */
      readonly steps: readonly Step[];
      /** The same for a planner of our own. */
      readonly pretended?: PretendedIndex;
      /** What one has to know of a plan with it. */
      readonly note: Message;
    }
  | { readonly kind: 'impossible'; readonly reason: Message };

/** hypopg 1.1 to 1.4: what it knows the cost of. */
const METHODS = new Set(['btree', 'brin', 'hash']);
/** A table with more is planned slowly enough as it is. */
const MOST_PARTITIONS = 200;

const INSTALLED = `
  SELECT n.nspname AS schema FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
  WHERE e.extname = 'hypopg'`;

/** The table, or all partitions of it that hold rows: hypopg does not hand an index of the parent on to them. */
const TABLES = `
  SELECT n.nspname AS schema, l.relname AS table
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
  JOIN LATERAL (SELECT c.oid AS relid WHERE c.relkind IN ('r', 'm')
    UNION ALL SELECT p.relid FROM pg_partition_tree(c.oid) p WHERE c.relkind = 'p' AND p.isleaf) t ON true
  JOIN pg_catalog.pg_class l ON l.oid = t.relid JOIN pg_catalog.pg_namespace n ON n.oid = l.relnamespace
  WHERE cn.nspname = $1 AND c.relname = $2 AND l.relkind IN ('r', 'm')
  ORDER BY l.oid LIMIT ${MOST_PARTITIONS}`;

/** Looks whether the server can pretend this index. Its DDL is our own printer's, from words that it has printed before. */
export async function findHypotheticalIndex(
  reader: Reader,
  index: ProposedIndex,
  options: ReadOptions = {},
): Promise<HypotheticalIndex> {
  if (reader.ownPlanner) return forOwnPlanner(reader.ownPlanner, index);
  if (!METHODS.has(index.method)) {
    return impossible(
      message(
        'hypopg cannot pretend a {0} index: only what building it costs tells whether it helps.',
        index.method.toUpperCase(),
      ),
    );
  }
  const [installed] = await reader.read(INSTALLED, [], options);
  if (installed === undefined) {
    return impossible(
      message(
        'To plan with an index that does not exist, the server needs the extension hypopg. Have CREATE EXTENSION hypopg run in this database, or create the index and explain the query again.',
      ),
    );
  }
  const schema = text(installed['schema']);
  const tables = await reader.read(TABLES, [index.schema, index.table], options);
  if (tables.length === 0)
    return impossible(message('This database has no table {0}.{1}.', index.schema, index.table));
  const steps = tables.map((row) =>
    createStep(schema, { ...index, schema: text(row['schema']), table: text(row['table']) }),
  );
  return {
    kind: 'possible',
    name: index.name,
    steps: [resetStep(schema), ...steps],
    note: HYPOTHETICAL_NOTE,
  };
}

function forOwnPlanner({ note }: OwnPlanner, index: ProposedIndex): HypotheticalIndex {
  const { schema, table, name, predicate } = index;
  const ddl = printProposedIndex(index, name);
  const pretended = { schema, table, name, ddl, ...(predicate !== undefined && { predicate }) };
  return { kind: 'possible', name, steps: [], pretended, note };
}

/** What became of indexes that others have pretended in this process of a pool. */
function resetStep(schema: string): Step {
  return { text: `SELECT ${quoteQualified(schema, 'hypopg_reset')}()` };
}

function createStep(schema: string, index: ProposedIndex): Step {
  const create = quoteQualified(schema, 'hypopg_create_index');
  return {
    text: `SELECT indexrelid FROM ${create}($1)`,
    values: [printProposedIndex(index)],
    hypotheticalBy: schema,
  };
}

function impossible(reason: Message): HypotheticalIndex {
  return { kind: 'impossible', reason };
}

/** The plan that there would be with the index, which has the proposal's name in it. Nothing of it stays. */
export async function explainWithIndex(
  reader: Reader,
  inferred: InferredQuery,
  values: PlanValues,
  index: Extract<HypotheticalIndex, { kind: 'possible' }>,
  options: ExplainOptions = {},
): Promise<ExplainedQuery> {
  const { steps, pretended } = index;
  const asked = pretended && reader.ownPlanner ? reader.ownPlanner.withIndexes([pretended]) : reader;
  const explained = await explainQuery(asked, inferred, values, { ...options, before: steps });
  const name = `"Index Name": ${JSON.stringify(index.name)}`;
  return {
    ...explained,
    // hypopg names each anew, by a number: <13473>btree_events_stream_id
    document: explained.document.replace(/"Index Name": "<\d+>[^"]*"/g, () => name),
  };
}

const HYPOTHETICAL_NOTE = message(
  'The index is pretended by hypopg, so it can be planned with, but not run with: what it saves can be measured once it exists. Where many rows have the same value, hypopg takes an index for larger than it is, so that the true one may cost less than this.',
);
