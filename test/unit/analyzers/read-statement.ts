import type { SqlFeeder } from '../../../src/analyzers/sql/feeder';
import type { Expression, SelectNode, Statement } from '../../../src/analyzers/sql/model';
import { libpgFeeder } from './feeders';

/** The statement's model; a text that the grammar does not describe fails the test. */
export function readWith(feeder: SqlFeeder, text: string): Statement {
  const result = feeder.feed(text);
  if (result.kind !== 'statement')
    throw new Error(`${result.kind}: ${JSON.stringify(result)} in ${text.slice(0, 500)}`);
  return result.statement;
}

export async function readSelect(text: string): Promise<SelectNode> {
  const statement = readWith(await libpgFeeder(), text);
  if (statement.kind !== 'select') throw new Error(`${statement.kind} is not a SELECT`);
  return statement;
}

export async function readExpression(text: string): Promise<Expression> {
  const [target] = (await readSelect(`SELECT ${text}`)).targets;
  if (!target) throw new Error(`no expression: ${text}`);
  return target.expression;
}
