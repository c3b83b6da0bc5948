import type { RelationName } from '../../analyzers/schema/snapshot';
import { quoteIdentifier } from '../../analyzers/sql/identifiers';
import type { AddedIndex, PlannerAnswer } from '../planner';
import type { Row } from '../reading/reader';
import type { Step } from '../reading/step';
import { addIndexes, familiesOf } from './add-indexes';
import type { PretendedWorld } from './pretend-world';
import type { EmbeddedQuestion, EmbeddedSteps } from './protocol';
import type { Sandbox } from './sandbox';
import { skipScannedIndexes } from './skip-scans';

/** The plan with indexes that are not there and without some that are. */
export async function answerQuestion(
  sandbox: Sandbox,
  world: PretendedWorld,
  question: EmbeddedQuestion,
): Promise<PlannerAnswer> {
  return withIndexes(sandbox, world, question, async (added) => ({
    document: await planAsServer(sandbox, world, () => explain(sandbox, question)),
    added,
  }));
}

/** What the steps answer, one after another; the plan that is among them as the server of the statistics would make it. */
export async function answerSteps(
  sandbox: Sandbox,
  world: PretendedWorld,
  { steps, added }: EmbeddedSteps,
): Promise<readonly (readonly Row[])[]> {
  return withIndexes(sandbox, world, { added, dropped: [] }, async () => {
    let rows: readonly (readonly Row[])[] = [];
    await planAsServer(sandbox, world, async () => {
      rows = await runSteps(sandbox, steps);
      const document = rows.at(-1)?.[0]?.['QUERY PLAN'];
      return typeof document === 'string' ? document : undefined;
    });
    return rows;
  });
}

/** What they have prepared outlives the transaction. */
async function runSteps(sandbox: Sandbox, steps: readonly Step[]): Promise<readonly (readonly Row[])[]> {
  const rows: (readonly Row[])[] = [];
  // Our own texts are planned once; a plan that is looked at is made as a server makes it.
  await sandbox.run('SAVEPOINT before; SET LOCAL plan_cache_mode = auto');
  try {
    for (const step of steps) rows.push(await sandbox.step(step));
  } finally {
    // Settings of the steps end here, so that the next attempt begins as this one did.
    await sandbox.run('ROLLBACK TO before');
    for (const name of steps.slice(0, rows.length).flatMap(({ prepares }) => prepares ?? [])) {
      await sandbox.run(`DEALLOCATE ${quoteIdentifier(name)}`);
    }
  }
  return rows;
}

/** All of it is rolled back. */
async function withIndexes<T>(
  sandbox: Sandbox,
  world: PretendedWorld,
  { added, dropped }: Pick<EmbeddedQuestion, 'added' | 'dropped'>,
  use: (added: readonly AddedIndex[]) => Promise<T>,
): Promise<T> {
  const families = await familiesOf(sandbox, world, added);
  await sandbox.run('BEGIN');
  try {
    for (const index of dropped) await dropIndex(sandbox, index);
    const made = await addIndexes(sandbox, world, families);
    return await use(made.map(({ added: index }) => index));
  } finally {
    await sandbox.run('ROLLBACK');
  }
}

/** A server that cannot skip over the first key of an index would not take the indexes that are only good for that. */
export async function planAsServer<T extends string | undefined>(
  sandbox: Sandbox,
  world: PretendedWorld,
  plan: () => Promise<T>,
): Promise<T> {
  const document = await plan();
  const skipping =
    world.hasSkipScan || document === undefined ? [] : await skipScannedIndexes(sandbox, document);
  if (skipping.length === 0) return document;
  for (const index of skipping) await dropIndex(sandbox, index);
  return planAsServer(sandbox, world, plan);
}

/** An index of a constraint goes with it, and one of a partition with that of the whole table. */
const DROPS = `SELECT CASE WHEN k.oid IS NULL THEN format('DROP INDEX %s', r.oid::regclass)
    ELSE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', k.conrelid::regclass, k.conname) END AS ddl
  FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
  CROSS JOIN LATERAL (SELECT coalesce(pg_partition_root(x.oid)::oid, x.oid) AS oid) r
  LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = r.oid AND k.contype IN ('p', 'u', 'x')
  WHERE n.nspname = $1 AND x.relname = $2 AND x.relkind IN ('i', 'I')`;

/** One that the sandbox does not have is gone already. */
export async function dropIndex(sandbox: Sandbox, { schema, name }: RelationName): Promise<void> {
  const [row] = await sandbox.read(DROPS, [schema, name]);
  if (row) await sandbox.run(String(row['ddl']));
}

export async function explain(sandbox: Sandbox, { text, values }: EmbeddedQuestion): Promise<string> {
  const [row] = values ? await sandbox.query(text, values) : await sandbox.run(text);
  return JSON.stringify(row?.['QUERY PLAN']);
}
