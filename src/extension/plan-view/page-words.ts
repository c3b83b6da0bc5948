import type { PageWords } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';

/** The page asks for no translation itself. */
export function pageWords(l10n: Localizer): PageWords {
  return {
    findings: l10n.t('What stands out'),
    noFindings: l10n.t('Nothing stands out in this plan.'),
    tree: l10n.t('Plan'),
    treeHint: l10n.t(
      'A click or Enter selects the condition in the code. Space shows all properties of a node.',
    ),
    plans: l10n.t('Plans of this query'),
    values: l10n.t('Values'),
    heatBy: l10n.t('Heat by'),
    node: l10n.t('Node'),
    rows: l10n.t('Rows'),
    loops: l10n.t('Loops'),
    buffers: l10n.t('Buffers'),
    closeDetails: l10n.t('Close the details'),
    compareWith: l10n.t('Compare with'),
    compareNone: l10n.t('No other plan'),
    comparison: l10n.t('What changed'),
    query: l10n.t('Query'),
    goToQuery: l10n.t('Go to the query'),
    actions: {
      openText: l10n.t('Open as text'),
      saveJson: l10n.t('Save…'),
      copyText: l10n.t('Copy as text'),
      copyMarkdown: l10n.t('Copy as Markdown'),
    },
  };
}
