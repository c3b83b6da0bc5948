import { lockWords } from '../../analyzers/maintenance/lock-level';
import type { ActionKind } from '../../analyzers/maintenance/maintenance-action';
import type { MaintenanceStep } from '../../analyzers/maintenance/maintenance-plan';
import { printSteps } from '../../analyzers/maintenance/plan-action';
import type { Check } from '../../postgres/ddl/checks/check';
import { formatBytes } from '../figures';
import { type Localizer, say } from '../localizer';
import type { ActionPreview } from './action-preview';
import { describeBlocker } from './describe-blocker';

/** A longer text is shown as a document: a dialog does not scroll everywhere. */
const MOST_LINES_OF_SQL = 8;
const MOST_CHECKS = 4;
const WIDTH = 96;
const MOST_SESSIONS = 3;
const MOST_REHEARSED = 6;

/** Whether it is too long for the question. */
export function needsDocument(preview: ActionPreview): boolean {
  const { checks, rehearsal } = preview;
  return isSqlLong(preview) || checks.length > MOST_CHECKS || rehearsal.length > MOST_REHEARSED;
}

function isSqlLong({ plan }: ActionPreview): boolean {
  const statements = [...plan.steps.map(({ sql }) => sql), ...(plan.reverse ?? [])];
  return statements.join('\n').split('\n').length > MOST_LINES_OF_SQL;
}

/** What stands below the question, paragraph by paragraph. */
export function describePreview(preview: ActionPreview, l10n: Localizer): string {
  const { plan, checks } = preview;
  const isLong = isSqlLong(preview);
  const sql = printSteps(plan.steps).trimEnd();
  const paragraphs = [
    isLong ? l10n.t('{0} statements, which are shown beside this question.', plan.steps.length) : sql,
    describeChecks(
      checks.filter(({ severity }) => severity !== 'note'),
      l10n,
    ).join('\n'),
    describeRehearsal(preview, l10n).join('\n'),
    [...describeLocks(plan.steps, l10n), ...describeCosts(preview, l10n)].join('\n'),
    [
      ...plan.notes.map((note) => say(note, l10n)),
      ...describeChecks(
        checks.filter(({ severity }) => severity === 'note'),
        l10n,
      ),
    ].join('\n'),
    isLong ? '' : describeReverse(preview, l10n),
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
  const reverse = describeReverse(preview, l10n);
  const end = reverse === '' ? [] : [comment(reverse), ''];
  return [sentences.map(comment).join('\n'), '', steps.join('\n'), ...end].join('\n');
}

function comment(text: string): string {
  return text
    .split('\n')
    .flatMap(wrap)
    .map((line) => `-- ${line}`.trimEnd())
    .join('\n');
}

/** At the blanks between words; the beginning of a line is kept, with what moves it in. */
function wrap(line: string): readonly string[] {
  if (line.length <= WIDTH) return [line];
  const end = line.lastIndexOf(' ', WIDTH);
  return end <= 0 ? [line] : [line.slice(0, end), ...wrap(`  ${line.slice(end + 1)}`)];
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

/** Absent where nothing has changed that could be taken back. */
function describeReverse({ plan: { reverse }, action }: ActionPreview, l10n: Localizer): string {
  if (reverse) return `${l10n.t('To undo:')}\n${reverse.join('\n')}`;
  return CHANGES_NOTHING.has(action.kind) ? '' : l10n.t('Nothing undoes it.');
}

/** The schema is the same afterwards. */
const CHANGES_NOTHING: ReadonlySet<ActionKind> = new Set(['reindex', 'analyze', 'vacuum', 'summarize-brin']);
