import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../../src/analyzers/plans/plan';

export interface GoldenCase {
  /** `017-cte-scan` */
  readonly name: string;
  readonly major: number;
  /** The SQL that made the plan, with its head. */
  readonly sql: string;
  readonly document: unknown;
  /** As FORMAT JSON printed it. */
  readonly json: string;
  /** The same query in another run, as FORMAT TEXT. */
  readonly text: string | undefined;
}

const FOLDER = join(__dirname, '../../../fixtures/plans');

/** Made by `node scripts/golden-plans.mjs`. */
export const goldenCases: readonly GoldenCase[] = readdirSync(FOLDER)
  .filter((name) => /^\d{3}-/.test(name))
  .sort()
  .map(readCase);

function readCase(name: string): GoldenCase {
  const read = (file: string): string => readFileSync(join(FOLDER, name, file), 'utf8');
  const sql = read('case.sql');
  const json = read('plan.json');
  return {
    name,
    major: Number.parseInt(/^-- server: (\d+)/m.exec(sql)?.[1] ?? '', 10),
    sql,
    document: JSON.parse(json),
    json,
    text: existsSync(join(FOLDER, name, 'plan.txt')) ? read('plan.txt') : undefined,
  };
}

/** @param number the beginning of its name: `017` */
export function goldenPlan(number: string): Plan {
  const golden = goldenCases.find(({ name }) => name.startsWith(number)) ?? assert.fail(number);
  const reading = parseJsonPlan(golden.document);
  assert.equal(reading.kind, 'plan');
  return reading.plan;
}
