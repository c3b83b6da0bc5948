import type { RanStatement } from '../../analyzers/maintenance/action-record';
import { dropStep } from '../../analyzers/maintenance/steps';
import { type DdlSession } from './ddl-session';
import { errorCodeOf } from './describe-ddl-error';
import type { IndexState } from './index-states';
import { runWatched, type StatementRun } from './run-statement';

/**
 * Drops what the action has left invalid. Those who use the table are waited for, but not for ever: whoever held up the build may hold this
 * up as well.
 */
export async function cleanUp(
  leftovers: readonly IndexState[],
  run: StatementRun,
): Promise<readonly RanStatement[]> {
  const statements: RanStatement[] = [];
  for (const { schema, table, name } of leftovers) {
    const { sql } = dropStep({ schema, name: table }, name);
    run.listener({ kind: 'clean-up', sql });
    const begun = Date.now();
    const { isDropped, tries } = await dropWithin(sql, run);
    statements.push({
      sql,
      purpose: 'clean-up',
      outcome: isDropped ? 'done' : 'failed',
      durationMs: Date.now() - begun,
      tries,
    });
  }
  return statements;
}

async function dropWithin(
  sql: string,
  run: StatementRun,
): Promise<{ readonly isDropped: boolean; readonly tries: number }> {
  const { cleanUpTries, cleanUpLockMs } = run.times;
  for (let tries = 1; ; tries++) {
    try {
      await runWatched(sql, { statementTimeoutMs: 0, lockTimeoutMs: cleanUpLockMs }, run);
      return { isDropped: true, tries };
    } catch (error) {
      const isBusy = errorCodeOf(error) === '55P03';
      if (!isBusy || tries >= cleanUpTries || isLost(run.session)) return { isDropped: false, tries };
    }
  }
}

function isLost(session: DdlSession): boolean {
  return session.isBroken;
}
