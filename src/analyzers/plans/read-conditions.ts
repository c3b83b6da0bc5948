import type { ConditionKind, PlanCondition, PlanKeys, PlanNode } from './plan';
import { readCount, readList, readText, readTexts, type PlanProperties } from './plan-properties';

/** In the order in which the server prints them. */
export const CONDITIONS: readonly ConditionKind[] = [
  'Index Cond',
  'Recheck Cond',
  'TID Cond',
  'Merge Cond',
  'Hash Cond',
  'Order By',
  'Join Filter',
  'Filter',
  'One-Time Filter',
  'Run Condition',
  'Conflict Filter',
];

export const KEYS = ['Sort Key', 'Presorted Key', 'Group Key', 'Cache Key'] as const;

const REMOVED = {
  filter: 'Rows Removed by Filter',
  'index-recheck': 'Rows Removed by Index Recheck',
  'join-filter': 'Rows Removed by Join Filter',
  conflict: 'Rows Removed by Conflict Filter',
} as const;

const CONDITION_NAMES: ReadonlySet<string> = new Set(CONDITIONS);

function isCondition(name: string): name is ConditionKind {
  return CONDITION_NAMES.has(name);
}

export function readConditions(properties: PlanProperties): readonly PlanCondition[] {
  const found: PlanCondition[] = [];
  for (const name in properties) {
    if (!isCondition(name)) continue;
    const text = readTexts(properties, name).join(', ');
    if (text !== '') found.push({ kind: name, text });
  }
  return found;
}

export function readKeys(properties: PlanProperties): readonly PlanKeys[] {
  const found: PlanKeys[] = [];
  for (const kind of KEYS) {
    const texts = readTexts(properties, kind);
    if (texts.length > 0) found.push({ kind, texts });
  }
  const sets = readList(properties, 'Grouping Sets').flatMap(readGroupingSets);
  if (sets.length > 0) found.push({ kind: 'Grouping Sets', texts: sets });
  return found;
}

/** One phase of an Aggregate works on several sets of keys; the empty set is the total. */
function readGroupingSets(phase: PlanProperties): readonly string[] {
  const sets = [phase['Hash Keys'], phase['Group Keys']].flatMap((keys): readonly unknown[] =>
    Array.isArray(keys) ? keys : [],
  );
  return sets.map((keys) => (Array.isArray(keys) && keys.length > 0 ? keys.join(', ') : '()'));
}

const REMOVALS = ['filter', 'index-recheck', 'join-filter', 'conflict'] as const;

export function readRemoved(properties: PlanProperties): PlanNode['removed'] {
  const removed: Partial<Record<keyof typeof REMOVED, number>> = {};
  for (const kind of REMOVALS) {
    const count = readCount(properties, REMOVED[kind]);
    if (count > 0) removed[kind] = count;
  }
  return removed;
}

/** The names under which this module reads. */
export const CONDITION_PROPERTIES: readonly string[] = [
  ...CONDITIONS,
  ...KEYS,
  'Grouping Sets',
  ...Object.values(REMOVED),
];

export function readScanDirection(properties: PlanProperties): PlanNode['scanDirection'] {
  const direction = readText(properties, 'Scan Direction');
  return direction === 'Forward' || direction === 'Backward' || direction === 'NoMovement'
    ? direction
    : undefined;
}
