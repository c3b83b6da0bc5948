import type { Plan, PlanNode } from '../plan';

/**
 * Under which node's own figures each node's figures are contained, by node number. It is the parent for most. What a CTE did is contained
 * in the nodes that scan it, and what an InitPlan did in the node that first needed its value; both hang elsewhere in the tree.
 * A list: what several nodes share (scans of one CTE), or where it may be, the likeliest first.
 */
export type Containers = readonly (readonly number[])[];

export function containersOf(plan: Plan): Containers {
  const containers: number[][] = plan.nodes.map(() => []);
  const parents: (PlanNode | undefined)[] = plan.nodes.map(() => undefined);
  for (const node of plan.nodes) for (const child of node.children) parents[child.number] = node;
  for (const node of plan.nodes) {
    for (const child of node.children) {
      containers[child.number] = candidatesOf(child, node, parents).map(({ number }) => number);
    }
  }
  return containers;
}

type Parents = readonly (PlanNode | undefined)[];

function candidatesOf(child: PlanNode, parent: PlanNode, parents: Parents): readonly PlanNode[] {
  if (child.parentRelationship !== 'InitPlan') return [parent];
  const name = child.subplanName ?? '';
  if (name.startsWith('CTE ')) return scansOf(name.slice('CTE '.length), child, parent);
  return evaluatorsOf(name, child, parent, parents);
}

/** The parent is never among them: it has the scans below it, or, when it writes, the CTE runs beside it. */
function scansOf(cteName: string, cte: PlanNode, parent: PlanNode): readonly PlanNode[] {
  const found: PlanNode[] = [];
  const visit = (node: PlanNode): void => {
    if (node.nodeType === 'CTE Scan' && node.cteName === cteName) found.push(node);
    const hasItsOwn = node !== parent && node.children.some((child) => child.subplanName === cte.subplanName);
    if (!hasItsOwn) for (const child of node.children) visit(child);
  };
  // A CTE may be scanned in one that stands beside it.
  for (const child of parent.children) if (child !== cte) visit(child);
  if (parent.nodeType === 'CTE Scan' && parent.cteName === cteName) found.push(parent);
  return found;
}

/** From the nodes that name its value up to the node that it hangs from: a Gather or an Append between them may have asked first. */
function evaluatorsOf(
  name: string,
  initPlan: PlanNode,
  parent: PlanNode,
  parents: Parents,
): readonly PlanNode[] {
  const found = new Set<PlanNode>();
  const visit = (node: PlanNode): void => {
    if (node === initPlan) return;
    if (mentions(node, name)) {
      for (let at: PlanNode | undefined = node; at && at !== parent; at = parents[at.number]) found.add(at);
    }
    for (const child of node.children) visit(child);
  };
  visit(parent);
  return [...found, parent];
}

function mentions(node: PlanNode, name: string): boolean {
  const isNamed = (text: string): boolean => mentionsSubplan(text, name);
  return (
    node.conditions.some(({ text }) => isNamed(text)) ||
    node.keys.some(({ texts }) => texts.some(isNamed)) ||
    node.output.some(isNamed) ||
    Object.values(node.other).some((value) => typeof value === 'string' && isNamed(value))
  );
}

/** `InitPlan 1 (returns $0)` is `$0` in an expression, and since 17 `InitPlan 1` is `(InitPlan 1).col1`. */
export function mentionsSubplan(text: string, name: string): boolean {
  const returned = /\(returns (.*)\)$/.exec(name)?.[1]?.split(',') ?? [];
  return text.includes(`(${name}).`) || returned.some((parameter) => hasParameter(text, parameter));
}

function hasParameter(text: string, parameter: string): boolean {
  const at = text.indexOf(parameter);
  return at >= 0 && !/\d/.test(text[at + parameter.length] ?? '');
}
