/** Ids say the fault, not the cure, and never change. */
export const RULE_IDS = [
  'cast-on-column',
  'function-on-time-column',
  'json-without-operators',
  'optional-filter',
  'array-membership-scan',
  'missing-containment-index',
  'unindexed-prefix-search',
  'missing-expression-index',
  'missing-stream-index',
  'filtered-extreme',
  'expanded-keyset',
  'conditional-direction',
  'consumer-anti-join',
  'single-element-array',
  'unordered-stream-index',
  'page-in-other-order',
  'latest-per-stream',
  'missing-partial-index',
  'missing-correlation-index',
  'missing-type-index',
  'misordered-link-key',
  'unindexed-cleanup',
  'unindexed-time-window',
  'missing-lookup-index',
  'distinct-streams',
  'missing-position-index',
  'offset-paging',
  'count-for-existence',
  'include-for-locking-read',
  'fragile-brin-index',
  'moving-index-predicate',
  'redundant-index',
  'unsafe-index-ddl',
  'session-planner-setting',
  'unknown-statistics-column',
  'partition-of-plain-table',
  'partition-key-not-in-unique',
  'manual-reindex',
  'unindexed-foreign-key',
  'missing-version-constraint',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

export function isRuleId(text: string): text is RuleId {
  return (RULE_IDS as readonly string[]).includes(text);
}
