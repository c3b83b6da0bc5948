import { message, type Message } from '../message';
import { buildPlan } from './build-plan';
import { problem, type PlanReading } from './plan-reading';
import { isProperties, readList, readNumber, readText, type PlanProperties } from './plan-properties';

/**
 * @param document what EXPLAIN (FORMAT JSON) of a server from 14 to 18 answered: its array of one element, that element, or the `json`
 *   of auto_explain
 */
export function parseJsonPlan(document: unknown): PlanReading {
  const elements: readonly unknown[] = Array.isArray(document) ? document : [document];
  if (elements.length > 1) {
    const several = message(
      'This holds {0} plans: a rule of the table makes several statements of one, and only one plan can be shown. Open each of them alone.',
      elements.length,
    );
    return problem(several);
  }
  const [element] = elements;
  if (!isProperties(element)) return problem(notAPlan());
  const root = element['Plan'];
  if (!isProperties(root)) {
    return problem('Node Type' in element ? withoutTop() : notAPlan());
  }
  const fault = findFault(root, '');
  return fault ? problem(fault) : { kind: 'plan', plan: buildPlan(element, root, 'json') };
}

function notAPlan(): Message {
  return message(
    'This JSON is no plan: it has no “Plan”. EXPLAIN (FORMAT JSON) answers an array with one object that has it.',
  );
}

function withoutTop(): Message {
  return message(
    'This JSON is a part of a plan: it begins at a node. Copy the whole answer of EXPLAIN (FORMAT JSON), from its first bracket on.',
  );
}

/** @param path where the node stands below the root: `Plans[1].Plans[0]` */
function findFault(node: PlanProperties, path: string): Message | undefined {
  const place = path === '' ? 'Plan' : `Plan.${path}`;
  const type = readText(node, 'Node Type');
  if (type === undefined) return message('The plan cannot be read: {0} has no “Node Type”.', place);
  if (readNumber(node, 'Total Cost') === undefined || readNumber(node, 'Plan Rows') === undefined) {
    return message(
      'The plan cannot be read: {0} ({1}) has no cost and no estimated rows. Make it again without COSTS OFF.',
      place,
      type,
    );
  }
  const prefix = path === '' ? '' : `${path}.`;
  for (const [position, child] of readList(node, 'Plans').entries()) {
    const fault = findFault(child, `${prefix}Plans[${position}]`);
    if (fault) return fault;
  }
  return undefined;
}
