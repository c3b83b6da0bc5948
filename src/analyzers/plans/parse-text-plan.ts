import { message, type Message } from '../message';
import { buildPlan } from './build-plan';
import { problem, type PlanReading } from './plan-reading';
import { isProperties, readList } from './plan-properties';
import { TreeGatherer } from './text/gather-tree';
import { joinLines } from './text/join-lines';
import type { GatheredProperties, PlanLine } from './text/plan-line';
import { removeFrame } from './text/remove-frame';
import { NO_BUFFERS, readWalLine } from './text/usage-lines';

const DURATION = /\bduration: ([\d.]+) ms {1,2}plan:/;

/** @param text EXPLAIN's text of a server from 14 to 18, as it was copied from a terminal, a log, a document or a program */
export function parseTextPlan(text: string): PlanReading {
  const lines = removeFrame(text);
  const start = findStart(lines);
  if (start < 0) return problem(notAPlan(text));
  const gatherer = new TreeGatherer();
  for (const line of joinLines(lines.slice(start))) {
    const fault = gatherer.add(line);
    if (fault) return problem(fault);
  }
  const { document } = gatherer;
  const root = document['Plan'];
  if (!isProperties(root)) return problem(notAPlan(text));
  completeUsage(root);
  const duration = DURATION.exec(text)?.[1];
  if (duration !== undefined) document['Execution Time'] ??= Number(duration);
  return { kind: 'plan', plan: buildPlan(document, root, 'text') };
}

/** The first line with costs; a terminal may have broken it before them. */
function findStart(lines: readonly PlanLine[]): number {
  const costs = lines.findIndex(({ text }) => text.includes('(cost='));
  const isBroken = costs > 0 && lines[costs]?.text.startsWith('(cost=');
  return isBroken ? costs - 1 : costs;
}

function notAPlan(text: string): Message {
  if (/^\s*<explain/m.test(text) || /^\s*- Plan:/m.test(text)) {
    return message('This is a plan in XML or YAML. Make it again with FORMAT TEXT or FORMAT JSON.');
  }
  if (/\(actual (?:time|rows)=|^\s*-> {2}[A-Z]/m.test(text)) {
    return message('This plan has no costs and no estimated rows. Make it again without COSTS OFF.');
  }
  return message(
    'No plan was found in this text: no line has costs, such as “Seq Scan on orders (cost=0.00..626.00 rows=20000 width=132)”.',
  );
}

/** Text leaves out lines that have nothing but zeros; where some nodes have them, the others have none. */
function completeUsage(root: GatheredProperties): void {
  const nodes: GatheredProperties[] = [];
  const visit = (node: GatheredProperties): void => {
    nodes.push(node);
    for (const child of readList(node, 'Plans')) visit(child);
  };
  visit(root);
  for (const [name, none] of [
    ['Shared Hit Blocks', NO_BUFFERS],
    ['WAL Records', readWalLine('')],
  ] as const) {
    if (!nodes.some((node) => node[name] !== undefined)) continue;
    for (const node of nodes) if (node[name] === undefined) Object.assign(node, none);
  }
}
