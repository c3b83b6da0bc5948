import type { ParentRelationship, PlanEstimate, PlanNode, PlanWorker } from './plan';
import {
  isProperties,
  readCount,
  readFlag,
  readList,
  readNumber,
  readText,
  readTexts,
  type PlanProperties,
} from './plan-properties';
import { readConditions, readKeys, readRemoved, readScanDirection } from './read-conditions';
import { NODE_PROPERTIES, WORKER_PROPERTIES } from './read-properties';
import { readBuffers, readMeasurement, readWal } from './read-usage';
import { readHash, readMemoize, readSort } from './read-work-memory';

const RELATIONSHIPS: readonly ParentRelationship[] = [
  'Outer',
  'Inner',
  'Member',
  'InitPlan',
  'SubPlan',
  'Subquery',
];

/** Adds the node and everything below it to `nodes`, numbered in the order of EXPLAIN. */
export function buildNode(properties: PlanProperties, nodes: PlanNode[]): PlanNode {
  const children: PlanNode[] = [];
  const node: PlanNode = {
    number: nodes.length,
    nodeType: readText(properties, 'Node Type') ?? '',
    isParallelAware: readFlag(properties, 'Parallel Aware'),
    estimated: readEstimate(properties),
    conditions: readConditions(properties),
    keys: readKeys(properties),
    output: readTexts(properties, 'Output'),
    removed: readRemoved(properties),
    workers: readList(properties, 'Workers').map(readWorker),
    other: readOther(properties, NODE_PROPERTIES),
    children,
  };
  addPresent(node, readNames(properties));
  addPresent(node, readWork(properties));
  // It has its place now, so that the nodes below are counted from the next one on.
  nodes.push(node);
  for (const child of readList(properties, 'Plans')) children.push(buildNode(child, nodes));
  return node;
}

function readNames(properties: PlanProperties) {
  const partialMode = readText(properties, 'Partial Mode');
  return {
    parentRelationship: RELATIONSHIPS.find((name) => name === properties['Parent Relationship']),
    subplanName: readText(properties, 'Subplan Name'),
    joinType: readText(properties, 'Join Type'),
    strategy: readText(properties, 'Strategy'),
    partialMode: partialMode === 'Simple' ? undefined : partialMode,
    operation: readText(properties, 'Operation') ?? readText(properties, 'Command'),
    scanDirection: readScanDirection(properties),
    schema: readText(properties, 'Schema'),
    relation: readText(properties, 'Relation Name'),
    alias: readText(properties, 'Alias'),
    index: readText(properties, 'Index Name'),
    cteName: readText(properties, 'CTE Name'),
    functionName: readText(properties, 'Function Name') ?? readText(properties, 'Table Function Name'),
  };
}

function readWork(properties: PlanProperties) {
  return {
    measured: readMeasurement(properties),
    sort: readSort(properties),
    hash: readHash(properties),
    memoize: readMemoize(properties),
    bitmap: readBitmap(properties),
    heapFetches: readNumber(properties, 'Heap Fetches'),
    indexSearches: readNumber(properties, 'Index Searches'),
    isDisabled: readFlag(properties, 'Disabled') || undefined,
    subplansRemoved: readCount(properties, 'Subplans Removed') || undefined,
    buffers: readBuffers(properties),
    wal: readWal(properties),
    workersPlanned: readNumber(properties, 'Workers Planned'),
    workersLaunched: readNumber(properties, 'Workers Launched'),
  };
}

function readEstimate(properties: PlanProperties): PlanEstimate {
  return {
    startupCost: readCount(properties, 'Startup Cost'),
    totalCost: readCount(properties, 'Total Cost'),
    rows: readCount(properties, 'Plan Rows'),
    width: readCount(properties, 'Plan Width'),
  };
}

function readBitmap(properties: PlanProperties): PlanNode['bitmap'] {
  const exactBlocks = readCount(properties, 'Exact Heap Blocks');
  const lossyBlocks = readCount(properties, 'Lossy Heap Blocks');
  return exactBlocks + lossyBlocks > 0 ? { exactBlocks, lossyBlocks } : undefined;
}

function readWorker(properties: PlanProperties): PlanWorker {
  const worker: PlanWorker = {
    number: readCount(properties, 'Worker Number'),
    other: readOther(properties, WORKER_PROPERTIES),
  };
  addPresent(worker, {
    measured: readMeasurement(properties),
    buffers: readBuffers(properties),
    sort: readSort(properties),
  });
  return worker;
}

/** JSON mentions much that does not hold (`"Async Capable": false`, `"Tuples Inserted": 0`); text does not. */
function readOther(properties: PlanProperties, read: ReadonlySet<string>): PlanNode['other'] {
  const left: Record<string, unknown> = {};
  for (const name in properties) {
    const value = properties[name];
    if (!read.has(name) && value !== false && value !== 0 && !isEmpty(value)) left[name] = value;
  }
  return left;
}

function isEmpty(value: unknown): boolean {
  return (
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (isProperties(value) && Object.keys(value).length === 0)
  );
}

/** Adds what was told. Written into the object itself: a plan of thousands of nodes would else be copied several times while it is read. */
function addPresent<T extends object>(
  target: T,
  told: { readonly [Name in keyof T]?: T[Name] | undefined },
): void {
  const writable: { [Name in keyof T]?: T[Name] | undefined } = target;
  for (const name in told) if (told[name] !== undefined) writable[name] = told[name];
}
