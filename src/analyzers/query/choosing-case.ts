import type { CaseExpression, Expression } from '../sql/model';
import { columnsIn, someExpression, walkExpression } from './walk-expression';

/** What a CASE chooses by: a parameter, the same for all rows, or a column of each row. */
export interface ChoosingCase {
  readonly node: CaseExpression;
  readonly by: 'parameter' | 'column';
  /** How many of its results read columns. */
  readonly choices: number;
}

/** The first CASE in an expression that chooses between columns, or ranks the values of one. */
export function findChoosingCase(expression: Expression): ChoosingCase | undefined {
  const cases: CaseExpression[] = [];
  walkExpression(expression, (node) => {
    if (node.kind === 'case') cases.push(node);
  });
  return cases.map(readCase).find((choosing) => choosing !== undefined);
}

function readCase(node: CaseExpression): ChoosingCase | undefined {
  const tests = [...(node.arg ? [node.arg] : []), ...node.whens.map(({ when }) => when)];
  const results = [...node.whens.map(({ then }) => then), ...(node.otherwise ? [node.otherwise] : [])];
  const choices = results.filter((result) => columnsIn(result).length > 0).length;
  if (tests.some((test) => columnsIn(test).length > 0)) return { node, by: 'column', choices };
  const isParameter = tests.some((test) => someExpression(test, ({ kind }) => kind === 'parameter'));
  return isParameter && choices > 0 ? { node, by: 'parameter', choices } : undefined;
}
