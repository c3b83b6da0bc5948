import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatMessage } from '../../../../src/analyzers/message';
import { judgePlan } from '../../../../src/analyzers/plans/judge-plan';
import type { PlanFinding } from '../../../../src/analyzers/plans/plan-finding';
import type { GoldenCase } from './golden-cases';
import { GOLDEN_FOLDER, readGoldenCases } from './golden-context';

const EXPECTED = join(GOLDEN_FOLDER, 'findings.expected');
/** `UPDATE=1 npx mocha …` writes what the plans give now; a person reads the difference. */
const isUpdate = process.env['UPDATE'] === '1';

describe('What is told of the golden plans', () => {
  let told: readonly { readonly golden: GoldenCase; readonly findings: readonly PlanFinding[] }[];

  before(async () => {
    const cases = await readGoldenCases();
    told = cases.map(({ golden, plan, context }) => ({ golden, findings: judgePlan(plan, context) }));
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
