import type { Finding } from '../../analyzers/finding';
import type { RuleId } from '../../analyzers/rules/rule-id';
import type { Localizer } from '../localizer';

/** What a lens says beside its verb, the first of them that fits. */
const WORDS = ['refused', 'early-stop', 'no-index', 'index-unused', 'reads-more', 'finding'] as const;
export type LensWord = (typeof WORDS)[number];

/** By what the plan will show. A rule that is not listed speaks of something else than how rows are read. */
const WORD_OF_RULE: Readonly<Partial<Record<RuleId, LensWord>>> = {
  'json-without-operators': 'refused',
  'unknown-statistics-column': 'refused',
  'cast-on-column': 'index-unused',
  'conditional-direction': 'index-unused',
  'expanded-keyset': 'index-unused',
  'function-on-time-column': 'index-unused',
  'optional-filter': 'index-unused',
  'array-membership-scan': 'no-index',
  'misordered-link-key': 'no-index',
  'missing-containment-index': 'no-index',
  'missing-correlation-index': 'no-index',
  'missing-expression-index': 'no-index',
  'missing-lookup-index': 'no-index',
  'missing-partial-index': 'no-index',
  'missing-position-index': 'no-index',
  'missing-stream-index': 'no-index',
  'missing-type-index': 'no-index',
  'unindexed-cleanup': 'no-index',
  'unindexed-prefix-search': 'no-index',
  'unindexed-time-window': 'no-index',
  'consumer-anti-join': 'reads-more',
  'count-for-existence': 'reads-more',
  'distinct-streams': 'reads-more',
  'filtered-extreme': 'reads-more',
  'latest-per-stream': 'reads-more',
  'offset-paging': 'reads-more',
  'page-in-other-order': 'reads-more',
  'single-element-array': 'reads-more',
  'unordered-stream-index': 'reads-more',
};

/** Their messages tell of it where the query has an order to walk and a limit: "walks {2} … until the limit is met". */
const MAY_STOP_EARLY: ReadonlySet<RuleId> = new Set<RuleId>([
  'filtered-extreme',
  'missing-stream-index',
  'missing-type-index',
  'page-in-other-order',
  'single-element-array',
  'unordered-stream-index',
]);

/** One word for all findings of a query; `undefined` without any. */
export function lensWordOf(findings: readonly Finding[]): LensWord | undefined {
  const words = new Set(findings.map(wordOf));
  return WORDS.find((word) => words.has(word));
}

function wordOf({ ruleId, message }: Finding): LensWord {
  if (MAY_STOP_EARLY.has(ruleId) && /\bwalk/.test(message.template)) return 'early-stop';
  return WORD_OF_RULE[ruleId] ?? 'finding';
}

/** `place` where several queries begin on one line, whose lenses stand side by side. */
export function lensTitle(
  word: LensWord | undefined,
  place: { readonly number: number; readonly count: number },
  l10n: Localizer,
): string {
  const verb =
    place.count > 1
      ? l10n.t('Explain query {0} of {1}', place.number, place.count)
      : l10n.t('Explain this query');
  return word === undefined ? verb : `${verb} · ${describeWord(word, l10n)}`;
}

function describeWord(word: LensWord, l10n: Localizer): string {
  switch (word) {
    case 'refused':
      return l10n.t('PostgreSQL will refuse it');
    case 'early-stop':
      return l10n.t('early stop likely');
    case 'no-index':
      return l10n.t('no index');
    case 'index-unused':
      return l10n.t('index out of reach');
    case 'reads-more':
      return l10n.t('reads more than it returns');
    case 'finding':
      return l10n.t('finding');
  }
}
