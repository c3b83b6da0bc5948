import type { Condition } from '../query/access-path';
import { classifyCondition } from '../query/classify-condition';
import { plannedConjuncts } from '../query/conjuncts';
import type { Scope, ScopeEntry } from '../query/scope';
import { EMPTY_SNAPSHOT, findTable, type Table } from '../schema/snapshot';
import { figuresOf } from './figures/figures-of';
import type { NodeFigures } from './figures/node-figures';
import type { ConditionKind, Plan, PlanNode } from './plan';
import type { PlanContext } from './plan-context';
import type { PlanFinding } from './plan-finding';
import { createExpressionReader, type ExpressionReader } from './plan-expression';

/** A plan with what every judge of it looks up. */
export interface JudgedPlan {
  readonly plan: Plan;
  readonly context: PlanContext;
  readonly read: ExpressionReader;
  /** By node number. */
  readonly figures: readonly NodeFigures[];
  readonly parents: ReadonlyMap<PlanNode, PlanNode>;
}

export type PlanJudge = (judged: JudgedPlan) => readonly PlanFinding[];

export function readJudgedPlan(plan: Plan, context: PlanContext): JudgedPlan {
  const parents = new Map(plan.nodes.flatMap((node) => node.children.map((child) => [child, node] as const)));
  return { plan, context, read: createExpressionReader(context.feeder), figures: figuresOf(plan), parents };
}

/** The table that a node scans, as the schema has it. */
export function tableOf({ context: { snapshot } }: JudgedPlan, node: PlanNode): Table | undefined {
  const { relation: name, schema } = node;
  if (!snapshot || name === undefined) return undefined;
  if (schema !== undefined) return findTable(snapshot, { schema, name });
  const known = findTable(snapshot, { name });
  if (known) return known;
  // Without VERBOSE the server leaves the schema out, whatever the search path is.
  const named = snapshot.tables.filter((table) => table.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** What a scan's conditions of these kinds ask of its relation. */
export function conditionsOf(
  judged: JudgedPlan,
  node: PlanNode,
  ...kinds: readonly ConditionKind[]
): readonly Condition[] {
  const { entry, scope } = viewOf(judged, node);
  return node.conditions
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap(({ text }) => plannedConjuncts(judged.read.expression(text)))
    .map((conjunct) => classifyCondition(conjunct, entry, scope))
    .filter((condition) => condition !== undefined);
}

/** Names of the relation's columns that conditions compare or read. */
export function columnsOfConditions(conditions: readonly Condition[]): readonly string[] {
  const names = conditions.flatMap((condition) => {
    if (condition.letter === 'F') return condition.columns;
    return condition.subject.kind === 'column' ? [condition.subject.column] : [];
  });
  return [...new Set(names)];
}

function viewOf(judged: JudgedPlan, node: PlanNode): { readonly entry: ScopeEntry; readonly scope: Scope } {
  const table = tableOf(judged, node);
  const entry: ScopeEntry = { name: node.alias ?? node.relation, ...(table && { table }) };
  const { snapshot = EMPTY_SNAPSHOT } = judged.context;
  return { entry, scope: { entries: [entry], commonTables: new Set(), snapshot } };
}

export function ancestorsOf({ parents }: JudgedPlan, node: PlanNode): readonly PlanNode[] {
  const ancestors: PlanNode[] = [];
  for (let above = parents.get(node); above; above = parents.get(above)) ancestors.push(above);
  return ancestors;
}

/** What a scan reads, by its own name rather than its alias. */
export function relationName(node: PlanNode): string {
  return node.relation ?? node.cteName ?? node.functionName ?? node.alias ?? node.nodeType;
}

/** It ran, and so briefly that nothing in it is worth a word. */
export function isBrief({ isMeasured, executionMs }: Plan, briefMs: number): boolean {
  return isMeasured && executionMs !== undefined && executionMs < briefMs;
}

/** Before 18 each node of a kind that is turned off costs this much more (`disable_cost`, costsize.c). */
const PENALTY = 1e10;

/** In the planner's units, as if nothing were turned off. */
export function costOf({ estimated: { totalCost } }: PlanNode): number {
  return totalCost % PENALTY;
}
