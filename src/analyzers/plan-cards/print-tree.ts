import { quotedNodeTitle } from '../plans/describe/node-title';
import type { Plan, PlanNode } from '../plans/plan';

/** From an arrow to the one below it. */
const STEP = 6;

/**
 * A plan as EXPLAIN (COSTS OFF) prints it, as far as it says what is done: nodes, relations, indexes, conditions, keys.
 *
 * @param hidesConstants of the conditions: values of rows are nobody's business, and change with each reading
 */
export function printTree({ root }: Plan, hidesConstants: boolean): readonly string[] {
  return printNode(root, 0, hidesConstants);
}

function printNode(node: PlanNode, level: number, hidesConstants: boolean): readonly string[] {
  const margin = ' '.repeat(level === 0 ? 0 : STEP * level - STEP + 2);
  const own = ' '.repeat(STEP * level + 2);
  const arrow = level === 0 ? '' : '->  ';
  return [
    ...(node.subplanName === undefined ? [] : [`${margin}${node.subplanName}`]),
    `${margin}${arrow}${quotedNodeTitle(node)}`,
    ...propertiesOf(node, hidesConstants).map((line) => own + line),
    ...node.children.flatMap((child) => printNode(child, level + 1, hidesConstants)),
  ];
}

function propertiesOf(node: PlanNode, hidesConstants: boolean): readonly string[] {
  const { keys, conditions } = node;
  const arbiters = arbitersOf(node);
  return [
    ...keys.map(({ kind, texts }) => `${kind}: ${texts.join(', ')}`),
    ...conditions.map(({ kind, text }) => `${kind}: ${hidesConstants ? hideConstants(text) : text}`),
    ...(arbiters.length > 0 ? [`Conflict Arbiter Indexes: ${arbiters.join(', ')}`] : []),
  ].map((line) => line.replace(/\s*\n\s*/g, ' '));
}

const CONSTANTS = /'(?:[^']|'')*'|(?<![\w$".])-?\d+(?:\.\d+)?(?![\w"])/g;

function hideConstants(condition: string): string {
  return condition.replace(CONSTANTS, '…');
}

/** Of scans and of ON CONFLICT, each once. */
export function indexesOfPlan({ nodes }: Plan): readonly string[] {
  return [...new Set(nodes.flatMap((node) => [...(node.index ? [node.index] : []), ...arbitersOf(node)]))];
}

function arbitersOf({ other }: PlanNode): readonly string[] {
  const names = other['Conflict Arbiter Indexes'];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
