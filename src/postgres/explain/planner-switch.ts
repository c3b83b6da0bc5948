/** Settings that take a kind of path from the planner (manual, "Planner Method Configuration"); 14 has them all. */
export const PLANNER_SWITCHES = [
  'enable_seqscan',
  'enable_indexscan',
  'enable_indexonlyscan',
  'enable_bitmapscan',
  'enable_tidscan',
  'enable_sort',
  'enable_incremental_sort',
  'enable_hashagg',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_nestloop',
  'enable_material',
  'enable_memoize',
  'enable_gathermerge',
  'enable_parallel_append',
  'enable_parallel_hash',
  'enable_partition_pruning',
] as const;

export type PlannerSwitch = (typeof PLANNER_SWITCHES)[number];

export function isPlannerSwitch(name: string): name is PlannerSwitch {
  return PLANNER_SWITCHES.some((known) => known === name);
}
