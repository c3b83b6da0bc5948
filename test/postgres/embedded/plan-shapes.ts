/** What is compared of a plan: which steps on which tables by which indexes, and what all of it costs. */
export interface PlanShape {
  readonly shape: string;
  readonly cost: number;
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Join Type'?: string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Scan Direction'?: string;
  readonly Strategy?: string;
  readonly Plans?: readonly Node[];
}

/** @param document EXPLAIN (FORMAT JSON), as text or as the driver has parsed it */
export function planShape(document: unknown): PlanShape {
  const parsed: unknown = typeof document === 'string' ? JSON.parse(document) : document;
  const [{ Plan }] = parsed as readonly [{ readonly Plan: Node }];
  return { shape: shapeOf(Plan), cost: Plan['Total Cost'] };
}

function shapeOf(node: Node): string {
  const words = [
    node['Node Type'],
    node['Join Type'],
    node.Strategy,
    node['Index Name'] ?? node['Relation Name'],
    node['Scan Direction'] === 'Backward' ? 'backward' : undefined,
  ].filter((word) => word !== undefined);
  // Which partitions are left is found out when a generic plan starts, and EXPLAIN of a prepared statement starts it.
  const below = [...new Set((node.Plans ?? []).map(shapeOf))].join(', ');
  const step = words.join(' ').replace(/(\w+)_\d+(_\w+)?$/, '$1_N$2');
  return below === '' ? step : `${step}(${below})`;
}
