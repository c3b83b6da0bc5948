import type { Client } from 'pg';
import type { SqlFeeder } from '../../src/analyzers/sql/feeder';
import { columnsIn } from '../../src/analyzers/query/walk-expression';
import { type PlanNode as Node, planNodes } from './plan-nodes';
import { readWith } from '../unit/analyzers/read-statement';

interface PlanNode extends Node {
  readonly 'Index Cond'?: string;
  readonly 'Presorted Key'?: readonly string[];
  readonly Plans?: readonly PlanNode[];
}

/** What PostgreSQL does with the only index of a table when nothing else tempts it. */
export interface ServerVerdict {
  /** The index is scanned, for its conditions, its order, or its predicate. */
  readonly uses: boolean;
  /** Columns of the table that the scan is bounded or checked by inside of the index. */
  readonly conditions: ReadonlySet<string>;
  readonly order: 'full' | 'prefix' | 'none';
  /** By an Index Only Scan. */
  readonly covers: boolean;
}

const ALONE = [
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_material',
  'enable_memoize',
] as const;
const SORTED = ['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'enable_hashagg'] as const;
const COVERED = ['enable_seqscan', 'enable_bitmapscan'] as const;

/** Runs in the transaction that made the index, named `candidate`. */
export async function askServer(client: Client, sql: string, feeder: SqlFeeder): Promise<ServerVerdict> {
  const found = await plan(client, sql, ALONE);
  const sorted = await plan(client, sql, SORTED);
  const covered = await plan(client, sql, COVERED);
  const scans = found.filter(isCandidate);
  const conditions = scans.flatMap((node) => node['Index Cond'] ?? []);
  const sorts = sorted.filter((node) => node['Node Type'].includes('Sort'));
  const isPresorted = sorts.some((node) => node['Presorted Key'] !== undefined);
  return {
    uses: scans.length > 0,
    conditions: new Set(conditions.flatMap((condition) => columnsOf(condition, feeder))),
    order: !sorted.some(isCandidate) ? 'none' : sorts.length === 0 ? 'full' : isPresorted ? 'prefix' : 'none',
    covers: covered.some((node) => node['Node Type'] === 'Index Only Scan'),
  };
}

function isCandidate(node: PlanNode): boolean {
  return node['Index Name'] === 'candidate';
}

/** The generic plan, by the methods that are left. */
async function plan(client: Client, sql: string, off: readonly string[]): Promise<readonly PlanNode[]> {
  const parameters = [...sql.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  const values = Array.from({ length: Math.max(0, ...parameters) }, () => 'NULL').join(', ');
  await client.query('SAVEPOINT asked');
  await client.query(off.map((setting) => `SET LOCAL ${setting} = off`).join('; '));
  await client.query(`SET LOCAL plan_cache_mode = force_generic_plan; PREPARE asked AS ${sql}`);
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
    `EXPLAIN (FORMAT JSON) EXECUTE asked${values === '' ? '' : `(${values})`}`,
  );
  await client.query('DEALLOCATE asked; ROLLBACK TO asked');
  const root = rows[0]?.['QUERY PLAN'][0].Plan;
  return root ? planNodes(root) : [];
}

/** Columns that an Index Cond names: those of another table are qualified. */
function columnsOf(condition: string, feeder: SqlFeeder): readonly string[] {
  const statement = readWith(feeder, `SELECT ${condition.replace(/\(InitPlan \d+\)\.col\d+/g, 'NULL')}`);
  if (statement.kind !== 'select') return [];
  return statement.targets
    .flatMap(({ expression }) => columnsIn(expression))
    .filter(({ qualifier }) => qualifier === undefined || qualifier === 'e' || qualifier === 'events')
    .map(({ name }) => name);
}
