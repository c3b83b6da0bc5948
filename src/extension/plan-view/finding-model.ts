import type { PlanFinding } from '../../analyzers/plans/plan-finding';
import type { PageFinding } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';

/** What stands out, with what to do about it. */
export function findingModel(
  { severity, node, message, advice, evidence }: PlanFinding,
  l10n: Localizer,
): PageFinding {
  const sentences = [message, advice].map((one) => l10n.t(one.template, ...one.args));
  return {
    severity,
    word: severityWord(severity, l10n),
    text: sentences.join(' '),
    evidence: evidence.map((one) => l10n.t(one.template, ...one.args)),
    node,
  };
}

/** The severity as people say it. */
export function severityWord(severity: PlanFinding['severity'], l10n: Localizer): string {
  switch (severity) {
    case 'error':
      return l10n.t('Error');
    case 'warning':
      return l10n.t('Warning');
    case 'information':
      return l10n.t('Note');
    case 'hint':
      return l10n.t('Hint');
  }
}
