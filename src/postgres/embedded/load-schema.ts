import type { SchemaStatement } from '../../analyzers/schema/schema-statements';
import { quoteIdentifier, quoteQualified } from '../../analyzers/sql/identifiers';
import type { SkippedStatement } from '../planner';
import type { Sandbox } from './sandbox';

export interface LoadedSchema {
  readonly skipped: readonly SkippedStatement[];
  readonly standInTypes: readonly string[];
}

/** A statement may name several unknown types. */
const MOST_STAND_INS = 10;
const UNDEFINED_OBJECT = '42704';
const UNDEFINED_SCHEMA = '3F000';
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
  for (let attempt = 0; ; attempt++) {
    try {
      await sandbox.run(text);
      return { standIns };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const made = attempt < MOST_STAND_INS ? await makeMissing(sandbox, error, problem) : undefined;
      if (!made) return { standIns, problem };
      if (made.type !== undefined) standIns.push(made.type);
    }
  }
}

/** What the server misses: a schema that no file makes, or a type. Absent: it is something else. */
async function makeMissing(
  sandbox: Sandbox,
  error: unknown,
  problem: string,
): Promise<{ readonly type?: string } | undefined> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const [, schema] = /^schema "(.+)" does not exist$/.exec(problem) ?? [];
  const [, type] = /^type "(.+?)(?:\[\])?" does not exist$/.exec(problem) ?? [];
  try {
    if (code === UNDEFINED_SCHEMA && schema !== undefined) {
      await sandbox.run(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
      return {};
    }
    if (code !== UNDEFINED_OBJECT || type === undefined) return undefined;
    const dot = type.indexOf('.');
    const name = dot < 0 ? quoteIdentifier(type) : quoteQualified(type.slice(0, dot), type.slice(dot + 1));
    await sandbox.run(`CREATE DOMAIN ${name} AS text`);
    return { type };
  } catch {
    return undefined;
  }
}
