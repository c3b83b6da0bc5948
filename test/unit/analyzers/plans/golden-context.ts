import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../../../src/analyzers';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../../src/analyzers/plans/plan';
import type { PlanContext, PlannedQuery } from '../../../../src/analyzers/plans/plan-context';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';
import { goldenCases, type GoldenCase } from './golden-cases';

export const GOLDEN_FOLDER = join(__dirname, '../../../fixtures/plans');

export interface ReadGoldenCase {
  readonly golden: GoldenCase;
  readonly plan: Plan;
  /** With the schema of the case's setup, and its query where the case is one query. */
  readonly context: PlanContext;
}

export async function readGoldenCases(): Promise<readonly ReadGoldenCase[]> {
  const feeder = await libpgFeeder();
  const snapshots: Readonly<Record<string, Snapshot>> = {
    shop: await schemaOf('shop'),
    store: await schemaOf('store'),
    store_indexed: await schemaOf('store', 'store_indexed'),
  };
  return goldenCases.map((golden) => {
    const snapshot = snapshots[/^-- setup: (\w+)/m.exec(golden.sql)?.[1] ?? 'shop'];
    const query = queryOf(golden, feeder);
    const reading = parseJsonPlan(golden.document);
    assert.equal(reading.kind, 'plan', golden.name);
    return {
      golden,
      plan: reading.plan,
      context: { feeder, ...(snapshot && { snapshot }), ...(query && { query }) },
    };
  });
}

async function schemaOf(...setups: readonly string[]): Promise<Snapshot> {
  const read = (name: string): string => readFileSync(join(GOLDEN_FOLDER, 'setups', `${name}.sql`), 'utf8');
  return schemaFrom(setups.map(read).join('\n'));
}

/** What is left of the case without what prepares it; absent where several statements are, or one that is no query (PREPARE). */
function queryOf({ sql }: GoldenCase, feeder: SqlFeeder): PlannedQuery | undefined {
  const text = sql
    .split('\n')
    .filter((line) => !/^(?:--|SET\b|BEGIN\b|DROP\b|CREATE\b|ANALYZE\b|INSERT INTO\b.*;$)/.test(line))
    .join('\n')
    .trim()
    .replace(/;$/, '');
  const result = feeder.feed(text);
  if (result.kind !== 'statement' || !isQuery(result.statement)) return undefined;
  return { statement: result.statement, text };
}
