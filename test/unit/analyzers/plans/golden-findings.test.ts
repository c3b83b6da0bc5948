import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshot } from '../../../../src/analyzers';
import { formatMessage } from '../../../../src/analyzers/message';
import { judgePlan } from '../../../../src/analyzers/plans/judge-plan';
import { parseJsonPlan } from '../../../../src/analyzers/plans/parse-json-plan';
import type { Plan } from '../../../../src/analyzers/plans/plan';
import type { PlannedQuery } from '../../../../src/analyzers/plans/plan-context';
import type { PlanFinding } from '../../../../src/analyzers/plans/plan-finding';
import type { SqlFeeder } from '../../../../src/analyzers/sql/feeder';
import { isQuery } from '../../../../src/analyzers/sql/statement-kind';
import { libpgFeeder } from '../feeders';
import { schemaFrom } from '../schema-from';
import { goldenCases, type GoldenCase } from './golden-cases';

const FOLDER = join(__dirname, '../../../fixtures/plans');
const EXPECTED = join(FOLDER, 'findings.expected');
/** `UPDATE=1 npx mocha …` writes what the plans give now; a person reads the difference. */
const isUpdate = process.env['UPDATE'] === '1';

describe('What is told of the golden plans', () => {
  let told: readonly { readonly golden: GoldenCase; readonly findings: readonly PlanFinding[] }[];

  before(async () => {
    const feeder = await libpgFeeder();
    const snapshots: Readonly<Record<string, Snapshot>> = {
      shop: await schemaOf('shop'),
      store: await schemaOf('store'),
      store_indexed: await schemaOf('store', 'store_indexed'),
    };
    told = goldenCases.map((golden) => {
      const snapshot = snapshots[/^-- setup: (\w+)/m.exec(golden.sql)?.[1] ?? 'shop'];
      const query = queryOf(golden, feeder);
      const context = { feeder, ...(snapshot && { snapshot }), ...(query && { query }) };
      return { golden, findings: judgePlan(planOf(golden), context) };
    });
  });

  it('is as expected, case by case', () => {
    const text = told.map(({ golden, findings }) => render(golden, findings)).join('');
    if (isUpdate) writeFileSync(EXPECTED, text);
    assert.equal(
      text,
      existsSync(EXPECTED) ? readFileSync(EXPECTED, 'utf8') : '',
      'run with UPDATE=1 and read the difference',
    );
  });

  it('is nothing for nearly all of them: the tables are small, and what takes no time is worth no word', () => {
    const silent = told.filter(({ findings }) => findings.length === 0);
    assert.ok(silent.length >= 0.7 * told.length, `${silent.length} of ${told.length} are silent`);
  });
});

async function schemaOf(...setups: readonly string[]): Promise<Snapshot> {
  const ddl = setups.map((name) => readFileSync(join(FOLDER, 'setups', `${name}.sql`), 'utf8')).join('\n');
  return schemaFrom(ddl);
}

function planOf({ name, document }: GoldenCase): Plan {
  const reading = parseJsonPlan(document);
  assert.equal(reading.kind, 'plan', name);
  return reading.plan;
}

/** The last statement of the case; absent where it is wrapped in another (PREPARE). */
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

function render({ name }: GoldenCase, findings: readonly PlanFinding[]): string {
  if (findings.length === 0) return `${name}: silent\n`;
  const lines = findings.flatMap(({ kind, severity, node, message, advice, evidence, factor }) => [
    `  ${severity} ${kind} at node ${node}${factor === undefined ? '' : `, factor ${factor}`}`,
    `    ${formatMessage(message)}`,
    `    => ${formatMessage(advice)}`,
    ...evidence.map((sentence) => `    - ${formatMessage(sentence)}`),
  ]);
  return [`${name}:`, ...lines, ''].join('\n');
}
