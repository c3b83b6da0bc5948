import { isSmall, sizeOf } from '../../gates/table-size';
import { SELECTIVE_SHARE } from '../../gates/thresholds';
import type { Severity } from '../../finding';
import { printCount } from '../../gates/print-count';
import type { IndexDefinition } from '../../indexes/index-definition';
import { message, type Message } from '../../message';
import type { Condition } from '../../query/access-path';
import type { Table } from '../../schema/snapshot';
import {
  columnsOfConditions,
  conditionsOf,
  costOf,
  type JudgedPlan,
  relationName,
  tableOf,
} from '../judged-plan';
import type { PlanNode } from '../plan';
import type { PlanFinding } from '../plan-finding';
import { BRIEF_MS, CHEAP_COST, COST_PER_KEPT_ROW, MANY_REMOVED_ROWS, RISK_FACTOR } from './plan-thresholds';
import { stoppingWalks } from './stopping-walk';

/** How much of the table is read, and how much of that is kept. */
interface Reading {
  readonly read?: number;
  readonly kept: number;
}

/** The whole table is read, and its filter keeps next to nothing of it. */
export function judgeSequentialScans(judged: JudgedPlan): readonly PlanFinding[] {
  const stopped = new Set(
    stoppingWalks(judged)
      .filter(({ end: { whole, cost } }) => costOf(whole) >= RISK_FACTOR * cost)
      .map(({ scan }) => scan),
  );
  return judged.plan.nodes
    .filter((node) => node.nodeType === 'Seq Scan' && !stopped.has(node))
    .flatMap((node) => judgeScan(judged, node));
}

function judgeScan(judged: JudgedPlan, node: PlanNode): readonly PlanFinding[] {
  const conditions = conditionsOf(judged, node, 'Filter');
  if (conditions.length === 0) return [];
  const reading = judged.plan.isMeasured ? measuredReading(judged, node) : plannedReading(judged, node);
  if (!reading) return [];
  const figures = judged.figures[node.number];
  const leading = leadingIndex(tableOf(judged, node), conditions);
  return [
    {
      kind: 'selective-sequential-scan',
      severity: leading ? 'information' : severityOf(conditions),
      node: node.number,
      message: describe(node, reading, figures?.loops === undefined ? 1 : figures.loops / figures.processes),
      advice: leading
        ? message(
            'The index {0} could bound what is read, and PostgreSQL did not take it here. Compare with the plan that has to use it.',
            leading.name,
          )
        : advise(judged, node, conditions),
      evidence: [],
    },
  ];
}

function measuredReading({ figures, ...judged }: JudgedPlan, node: PlanNode): Reading | undefined {
  const figure = figures[node.number];
  const removed = figure?.removedTotal.filter ?? 0;
  const kept = figure?.rowsTotal ?? 0;
  const read = removed + kept;
  const isBriefly = figure?.selfMs !== undefined && figure.selfMs < BRIEF_MS;
  const isFew = removed < MANY_REMOVED_ROWS || kept > SELECTIVE_SHARE * read || isBriefly;
  return isFew || isOfSmallTable({ figures, ...judged }, node, removed) ? undefined : { read, kept };
}

/** Many loops over a small table add up; then it is no longer small. */
function isOfSmallTable(judged: JudgedPlan, node: PlanNode, removed: number): boolean {
  const size = sizeOfScanned(judged, node);
  return size !== undefined && isSmall(size) && removed <= size.rows;
}

function plannedReading(judged: JudgedPlan, node: PlanNode): Reading | undefined {
  const { rows: kept } = node.estimated;
  const totalCost = costOf(node);
  if (totalCost < CHEAP_COST) return undefined;
  const size = sizeOfScanned(judged, node);
  if (!size) return totalCost / Math.max(1, kept) >= COST_PER_KEPT_ROW * 10 ? { kept } : undefined;
  if (isSmall(size) || kept > SELECTIVE_SHARE * size.rows) return undefined;
  return { read: size.rows, kept };
}

function sizeOfScanned(judged: JudgedPlan, node: PlanNode) {
  const table = tableOf(judged, node);
  const { snapshot } = judged.context;
  return table && snapshot && sizeOf(table, snapshot);
}

/** What no ordered index finds is seldom mended by one more index. */
function severityOf(conditions: readonly Condition[]): Severity {
  return conditions.some(isSearchable) ? 'warning' : 'information';
}

function isSearchable(condition: Condition): boolean {
  return condition.letter !== 'F' && condition.value.kind !== 'unknown';
}

function describe(node: PlanNode, { read, kept }: Reading, loops: number): Message {
  const table = relationName(node);
  if (read === undefined) {
    return message(
      'PostgreSQL reads all of {0} and expects to keep {1} of its rows.',
      table,
      printCount(kept),
    );
  }
  return loops > 1
    ? message(
        'PostgreSQL reads all of {0} {1} times, {2} rows together, and keeps {3} of them.',
        table,
        printCount(loops),
        printCount(read),
        printCount(kept),
      )
    : message(
        'PostgreSQL reads all {1} rows of {0} and keeps {2} of them.',
        table,
        printCount(read),
        printCount(kept),
      );
}

/** There is one already: whatever is wrong here, another like it does not mend it. */
function leadingIndex(
  table: Table | undefined,
  conditions: readonly Condition[],
): IndexDefinition | undefined {
  const columns = columnsOfConditions(conditions.filter(isSearchable));
  return table?.indexes.find(
    ({ valid, predicate, keys: [first] }) =>
      valid && !predicate && first?.kind === 'column' && columns.includes(first.column),
  );
}

function advise(judged: JudgedPlan, node: PlanNode, conditions: readonly Condition[]): Message {
  const searchable = conditions.filter(isSearchable);
  const columns = columnsOfConditions(searchable);
  if (columns.length > 0) {
    const where = [relationName(node), columns.join(', ')] as const;
    return tableOf(judged, node)
      ? message('Create an index on {0} that starts with {1}, so that only these rows are read.', ...where)
      : message(
          'Create an index on {0} that starts with {1}, if there is none: then only these rows are read.',
          ...where,
        );
  }
  if (searchable.length > 0) {
    return message(
      'Create an index on {0} on the very expression that the filter compares, or compare the plain column.',
      relationName(node),
    );
  }
  return message(
    'No plain index finds what this filter asks for. Add a condition that compares a column of {0} with a value, or an index of the kind that serves the filter (GIN for JSON, arrays and text in the middle of a word).',
    relationName(node),
  );
}
