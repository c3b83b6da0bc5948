import * as vscode from 'vscode';
import type { Fix } from '../../analyzers/finding';
import type { Evidenced, TriedSubject, Unproven } from '../../postgres/hypothetical/try-fix';
import { folderOf } from '../documents';
import type { Judge } from '../judge';
import type { JudgedText } from '../judgement';
import { localize } from '../localize';
import type { PlanningDatabase } from '../planning-database';
import type { ShownPlans } from '../shown-plans';
import { comparedPlans } from './compared-plans';
import type { Subject } from './judge-made';
import type { Asking } from './make-plans';

/** One of them; asked for where there are several. */
export async function chooseFix(fixes: readonly Fix[]): Promise<Fix | undefined> {
  if (fixes.length < 2) return fixes[0];
  const items = fixes.map((fix) => ({ label: localize(fix.title), fix }));
  const title = vscode.l10n.t('Prove with the Planner');
  const placeHolder = vscode.l10n.t('Which proposal is to be proven?');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.fix;
}

/** With the query as it is and as it is proposed, side by side. */
export interface Proven extends Evidenced<JudgedText> {
  readonly shown: ShownPlans;
}

/**
 * Has the server plan the query as it is and as the fix would have it, or run it where somebody has agreed to that. Nothing is created.
 *
 * @param runTimeoutMs of each run; absent: nothing is run
 */
export async function proveFix(
  judge: Judge,
  subject: Pick<Subject, 'source' | 'found' | 'database'>,
  fix: Fix,
  asking: Asking,
  runTimeoutMs?: number,
): Promise<Proven | Unproven> {
  const outcome = await asking.postgres.tryFix(judge, triedBy(subject), fix, asking, runTimeoutMs);
  if ('reason' in outcome) return outcome;
  const shown = await comparedPlans(judge, subject, outcome);
  return 'reason' in shown ? shown : { ...outcome, shown };
}

interface ProvingPlaces {
  /** The planner of our own beside a connected server. */
  readonly beside: (
    folder: vscode.WorkspaceFolder,
    signal: AbortSignal,
  ) => Promise<PlanningDatabase | undefined>;
  readonly runTimeoutMs: number | undefined;
}

/** The same, by the planner beside the server where that cannot pretend the index. */
export async function proveSomewhere(
  judge: Judge,
  subject: Subject,
  fix: Fix,
  asking: Asking,
  { beside, runTimeoutMs }: ProvingPlaces,
): Promise<Proven | Unproven> {
  const outcome = await proveFix(judge, subject, fix, asking, runTimeoutMs);
  const folder = folderOf(subject.source.uri);
  if (!('reason' in outcome) || !outcome.lacksPlanner || folder === undefined) return outcome;
  const database = await beside(folder, asking.limits.signal);
  if (database === undefined) return outcome;
  return proveFix(judge, { ...subject, database }, fix, { ...asking, reader: database.reader });
}

/** With what one has to know of the database's plans. */
export function triedBy({
  source,
  found,
  database: { remarks },
}: Pick<Subject, 'source' | 'found' | 'database'>): TriedSubject<JudgedText> {
  return { source, found, remarks };
}
