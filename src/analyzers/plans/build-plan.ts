import { buildNode } from './build-node';
import type { Plan, PlanJit, PlanNode, PlanTrigger } from './plan';
import {
  isProperties,
  readCount,
  readList,
  readNumber,
  readText,
  type PlanProperties,
} from './plan-properties';
import { readBuffers } from './read-usage';

/**
 * @param document the object of EXPLAIN (FORMAT JSON), or one that the reader of text made
 * @param root its `Plan`, every node of which has a type
 */
export function buildPlan(document: PlanProperties, root: PlanProperties, format: Plan['format']): Plan {
  const nodes: PlanNode[] = [];
  const first = buildNode(root, nodes);
  const { Planning: planning, JIT: jit, Settings: settings } = document;
  const planningMs = readNumber(document, 'Planning Time');
  const executionMs = readNumber(document, 'Execution Time');
  const planningBuffers = isProperties(planning) ? readBuffers(planning) : undefined;
  const identifier = document['Query Identifier'];
  return {
    root: first,
    nodes,
    format,
    isMeasured: first.measured !== undefined,
    hasFractionalRows:
      'Disabled' in root || nodes.some(({ measured }) => !Number.isInteger(measured?.rows ?? 0)),
    ...(planningMs !== undefined && { planningMs }),
    ...(executionMs !== undefined && { executionMs }),
    ...(planningBuffers && { planningBuffers }),
    triggers: readList(document, 'Triggers').map(readTrigger),
    ...(isProperties(jit) && { jit: readJit(jit) }),
    settings: isProperties(settings) ? readSettings(settings) : {},
    ...(isWhole(identifier) && { queryIdentifier: String(identifier) }),
  };
}

/** It has 64 bits: a number that JavaScript rounded is another one. */
function isWhole(identifier: unknown): identifier is string | number {
  return typeof identifier === 'string' || Number.isSafeInteger(identifier);
}

function readTrigger(properties: PlanProperties): PlanTrigger {
  const relation = readText(properties, 'Relation');
  const constraint = readText(properties, 'Constraint Name');
  const ms = readNumber(properties, 'Time');
  return {
    // The trigger of a constraint has a name that the server made up.
    name: constraint ?? readText(properties, 'Trigger Name') ?? '',
    ...(relation !== undefined && { relation }),
    ...(constraint !== undefined && { constraint }),
    ...(ms !== undefined && { ms }),
    calls: readCount(properties, 'Calls'),
  };
}

function readJit(properties: PlanProperties): PlanJit {
  const timing = properties['Timing'];
  const totalMs = isProperties(timing) ? readNumber(timing, 'Total') : undefined;
  return { functions: readCount(properties, 'Functions'), ...(totalMs !== undefined && { totalMs }) };
}

function readSettings(properties: PlanProperties): Plan['settings'] {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));
}
