import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import { quoteQualified } from '../../analyzers/sql/identifiers';
import type { SkippedStatement } from '../planner';
import type { Sandbox } from './sandbox';

export interface LoadedSchema {
  readonly skipped: readonly SkippedStatement[];
  readonly standInTypes: readonly string[];
}

/** A statement may name several unknown types. */
const MOST_STAND_INS = 10;
const UNDEFINED_OBJECT = '42704';
const SHOWN = 80;

/**
 * Runs the statements one after another, each by itself, as files are run by sessions of their own: settings end with the file. What the
 * sandbox refuses is left out; a type that it does not know (an extension's) becomes a domain over text.
 */
export async function loadSchema(
  sandbox: Sandbox,
  statements: readonly SchemaStatement[],
  hanging: ReadonlySet<number>,
  onStatement: (number: number) => void,
): Promise<LoadedSchema> {
  const skipped: SkippedStatement[] = [];
  const standInTypes: string[] = [];
  let file: string | undefined;
  for (const [number, statement] of statements.entries()) {
    if (file !== undefined && file !== statement.file) await sandbox.run('RESET ALL');
    ({ file } = statement);
    const skip = (reason: string): void => {
      skipped.push({ file: statement.file, text: beginning(statement.text), reason });
    };
    if (hanging.has(number)) {
      skip('it did not come to an end');
      continue;
    }
    onStatement(number);
    const outcome = await runWithStandIns(sandbox, statement.text);
    standInTypes.push(...outcome.standIns);
    if (outcome.problem !== undefined) skip(outcome.problem);
  }
  await sandbox.run('RESET ALL');
  return { skipped, standInTypes };
}

function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

async function runWithStandIns(
  sandbox: Sandbox,
  text: string,
): Promise<{ readonly standIns: readonly string[]; readonly problem?: string }> {
  const standIns: string[] = [];
  for (;;) {
    try {
      await sandbox.run(text);
      return { standIns };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const type = unknownType(error, problem);
      if (type === undefined || standIns.length >= MOST_STAND_INS || standIns.includes(type)) {
        return { standIns, problem };
      }
      if (!(await makeStandIn(sandbox, type))) return { standIns, problem };
      standIns.push(type);
    }
  }
}

/** `type "public.geometry" does not exist` */
function unknownType(error: unknown, problem: string): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== UNDEFINED_OBJECT) return undefined;
  return /^type "(.+?)(?:\[\])?" does not exist$/.exec(problem)?.[1];
}

async function makeStandIn(sandbox: Sandbox, type: string): Promise<boolean> {
  const dot = type.indexOf('.');
  const [schema, name] = dot < 0 ? [undefined, type] : [type.slice(0, dot), type.slice(dot + 1)];
  try {
    if (schema !== undefined)
      await sandbox.run(`CREATE SCHEMA IF NOT EXISTS ${quoteQualified(undefined, schema)}`);
    await sandbox.run(`CREATE DOMAIN ${quoteQualified(schema, name)} AS text`);
    return true;
  } catch {
    return false;
  }
}
