import { plannerSettingFixes } from '../fixes/planner-setting-fixes';
import { findEndOfTransaction } from '../fixes/transaction-block';
import { message } from '../message';
import { isExplained, sameSettingLater } from '../fixes/setting-pair';
import type { SetVariable } from '../sql/model';
import { defineDdlRule, found, OTHER_SHAPE, silent, type DdlContext, type Outcome } from './define-rule';

export default defineDdlRule({
  id: 'session-planner-setting',
  summary: 'A planner switch is turned off for the whole session, not for one query.',
  severity: 'warning',
  check(context) {
    const { statement } = context;
    if (statement.kind !== 'set' || !isPlannerSwitch(statement.variable)) return OTHER_SHAPE;
    return silenceOf(context, statement) ?? judge(context, statement);
  },
});

/** On by default and meant for looking at plans (manual, "Planner Method Configuration"); the costs beside them describe the hardware. */
function isPlannerSwitch(variable: string): boolean {
  return /^enable_[a-z_]+$/.test(variable);
}

function silenceOf(context: DdlContext, statement: SetVariable): Outcome | undefined {
  if (statement.local) {
    return silent('local', message('SET LOCAL ends with its transaction, so no other query is touched.'));
  }
  if (statement.reset) {
    return silent('reset', message('The setting goes back to what the session began with.'));
  }
  if (!/^(?:off?|f(?:a(?:l(?:se?)?)?)?|no?|0)$/i.test(statement.values[0] ?? '')) {
    return silent('turned-on', message('Nothing is taken from the planner.'));
  }
  if (findEndOfTransaction(context)?.statement.action === 'rollback') {
    return silent('rolled-back', message('ROLLBACK takes the setting back.'));
  }
  if (isExplained(context)) {
    return silent(
      'explained',
      message('A plan is asked for under the setting, which is what the switches are for.'),
    );
  }
  if (isTestFile(context.file)) {
    return silent('test-file', message('A test looks at what the planner could do.'));
  }
  return undefined;
}

/** `test/queries.ts`, `src/queries.spec.ts`: asking whether an index can serve, not running the product. */
function isTestFile(file: string): boolean {
  return /(?:^|[/\\])(?:__tests__|tests?|specs?|e2e|benchmarks?)[/\\]|[._-](?:test|spec|e2e|bench)\.[a-z]+$/i.test(
    file,
  );
}

function judge(context: DdlContext, statement: SetVariable): Outcome {
  const later = sameSettingLater(context, statement);
  const isReset = later?.statement.reset === true;
  return found({
    span: statement.span,
    ...(isReset && { severity: 'information' as const }),
    message: isReset
      ? message(
          'SET turns {0} off for every query of the session. If a query fails before RESET, the connection goes back to its pool with the setting, and other queries get worse plans. A slow plan that is an index scan stays as it is. Use SET LOCAL, or mend the query or its index.',
          statement.variable,
        )
      : message(
          'SET turns {0} off for every later query of the session, and a pool hands the session on with the setting. It does not mend a slow plan of another kind: one that walks an index stays as it is. Use it to look at plans, with SET LOCAL in a transaction that is rolled back; mend the query or its index instead.',
          statement.variable,
        ),
    certainty: 'stated',
    related: [],
    fixes: plannerSettingFixes(context, statement, later),
  });
}
