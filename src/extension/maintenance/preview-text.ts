import { lockWords } from '../../analyzers/maintenance/lock-level';
import type { MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import { printSteps } from '../../analyzers/maintenance/plan-action';
import type { Check } from '../../postgres/ddl/checks/check';
import { formatBytes } from '../format-bytes';
import { type Localizer, say } from '../localizer';
import type { ActionPreview } from './action-preview';
import { describeBlocker } from './describe-blocker';

/** A longer text is shown as a document: a dialog does not scroll everywhere. */
const MOST_LINES_OF_SQL = 8;
const MOST_CHECKS = 4;
const MOST_SESSIONS = 3;
const MOST_REHEARSED = 6;

/** Whether the statements are too long for the question. */
export function needsDocument({ plan, checks, rehearsal }: ActionPreview): boolean {
  const lines = [...plan.steps.map(({ sql }) => sql), ...(plan.reverse ?? [])].join('\n').split('\n');
  return lines.length > MOST_LINES_OF_SQL || checks.length > MOST_CHECKS || rehearsal.length > MOST_REHEARSED;
}

/** What stands below the question, paragraph by paragraph. */
export function describePreview(preview: ActionPreview, l10n: Localizer): string {
  const { plan } = preview;
  const isLong = needsDocument(preview);
  const sql = printSteps(plan.steps).trimEnd();
  const paragraphs = [
    isLong ? l10n.t('{0} statements, which are shown beside this question.', plan.steps.length) : sql,
    describeChecks(preview.checks, l10n).join('\n'),
    describeRehearsal(preview, l10n).join('\n'),
    [...describeLocks(plan.steps, l10n), ...describeCosts(preview, l10n)].join('\n'),
    ...(isLong ? [] : [plan.notes.map((note) => say(note, l10n)).join('\n'), describeReverse(preview, l10n)]),
  ];
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n');
}

/** The same as SQL with comments, for the document beside the question. */
export function printPreview(preview: ActionPreview, target: string, l10n: Localizer): string {
  const { plan, checks, rehearsal } = preview;
  const sentences = [
    l10n.t('{0}, on {1}', say(plan.title, l10n), target),
    '',
    ...describeChecks(checks, l10n),
    ...rehearsal,
    ...plan.notes.map((note) => say(note, l10n)),
    ...describeCosts(preview, l10n),
  ];
  const steps = plan.steps.map((step) => `${comment(describeLock(step, l10n))}\n${step.sql}\n`);
  const reverse = plan.reverse
    ? [comment(l10n.t('To undo:')), ...plan.reverse.map((statement) => comment(statement))]
    : [comment(describeReverse(preview, l10n))];
  return [sentences.map(comment).join('\n'), '', steps.join('\n'), ...reverse, ''].join('\n');
}

function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `-- ${line}`.trimEnd())
    .join('\n');
}

/** Each sentence once, though several steps have the same lock. */
function describeLocks(steps: readonly MaintenanceStep[], l10n: Localizer): readonly string[] {
  return [...new Set(steps.map((step) => describeLock(step, l10n)))];
}

function describeLock({ lock, table, blocks }: MaintenanceStep, l10n: Localizer): string {
  return l10n.t('Lock: {0} on {1}. {2}', lockWords(lock), `${table.schema}.${table.name}`, say(blocks, l10n));
}

function describeCosts({ time, room }: ActionPreview, l10n: Localizer): readonly string[] {
  return [
    ...(time ? [say(time, l10n)] : []),
    ...(room === undefined
      ? []
      : [l10n.t('It takes about {0} of the server’s disk.', formatBytes(room, l10n))]),
  ];
}

/** The gravest first; the document has them all. */
function describeRehearsal({ rehearsal }: ActionPreview, l10n: Localizer): readonly string[] {
  const others = rehearsal.length - MOST_REHEARSED;
  return [
    ...rehearsal.slice(0, MOST_REHEARSED),
    ...(others > 0 ? [l10n.t('and {0} more, which are shown beside this question.', others)] : []),
  ];
}

function describeChecks(checks: readonly Check[], l10n: Localizer): readonly string[] {
  return checks.flatMap(({ severity, message, sessions = [] }) => {
    const sentence = say(message, l10n);
    const others = sessions.length - MOST_SESSIONS;
    return [
      severity === 'stop'
        ? l10n.t('Not possible: {0}', sentence)
        : severity === 'warning'
          ? l10n.t('Now: {0}', sentence)
          : sentence,
      ...sessions.slice(0, MOST_SESSIONS).map((session) => `  • ${describeBlocker(session, l10n)}`),
      ...(others > 0 ? [`  • ${l10n.t('and {0} more', others)}`] : []),
    ];
  });
}

function describeReverse({ plan: { reverse } }: ActionPreview, l10n: Localizer): string {
  return reverse === undefined
    ? l10n.t('There is nothing to undo afterwards, or nothing undoes it.')
    : `${l10n.t('To undo:')}\n${reverse.join('\n')}`;
}
