import type { NodeFigures } from '../../analyzers/plans/figures/node-figures';
import type { BufferUsage, PlanNode, PlanWorker } from '../../analyzers/plans/plan';
import type { Fact } from '../../plan-page/page-model';
import type { Localizer } from '../localizer';
import type { FigurePrinter } from './print-figures';

interface Printing {
  readonly print: FigurePrinter;
  readonly l10n: Localizer;
}

/** All that is known of a node: first what we reckon, then the server's properties by the server's names. */
export function nodeDetails(node: PlanNode, figures: NodeFigures, printing: Printing): readonly Fact[] {
  return [
    ...reckoned(figures, printing),
    ...plannedAndMeasured(node),
    ...node.conditions.map(({ kind, text }): Fact => [kind, text]),
    ...node.keys.map(({ kind, texts }): Fact => [kind, texts.join(', ')]),
    ...(node.output.length === 0 ? [] : [['Output', node.output.join(', ')] satisfies Fact]),
    ...removedRows(node),
    ...workMemory(node),
    ...known([
      ['Heap Fetches', node.heapFetches],
      ['Index Searches', node.indexSearches],
      ['Subplans Removed', node.subplansRemoved],
      ['Workers Planned', node.workersPlanned],
      ['Workers Launched', node.workersLaunched],
    ]),
    ...(node.buffers === undefined ? [] : bufferFacts(node.buffers)),
    ...(node.wal === undefined
      ? []
      : known([
          ['WAL Records', node.wal.records],
          ['WAL FPI', node.wal.fullPageImages],
          ['WAL Bytes', node.wal.bytes],
        ])),
    ...node.workers.map(workerFact),
    ...Object.entries(node.other).map(([name, value]): Fact => [name, printValue(value)]),
  ];
}

function reckoned(figures: NodeFigures, { print, l10n }: Printing): readonly Fact[] {
  const { totalMs, selfMs, selfCost, selfBlocks, blocks, rowsTotal } = figures;
  return [
    ...(selfMs === undefined ? [] : [[l10n.t('Own time'), print.time(selfMs)] satisfies Fact]),
    ...(totalMs === undefined ? [] : [[l10n.t('Time with all below'), print.time(totalMs)] satisfies Fact]),
    [l10n.t('Own cost'), print.cost(selfCost)],
    ...(selfBlocks === undefined ? [] : [[l10n.t('Own buffers'), print.count(selfBlocks)] satisfies Fact]),
    ...(blocks === undefined ? [] : [[l10n.t('Buffers with all below'), print.count(blocks)] satisfies Fact]),
    ...(rowsTotal === undefined
      ? []
      : [[l10n.t('Rows of all loops'), print.count(rowsTotal)] satisfies Fact]),
  ];
}

function plannedAndMeasured({ estimated, measured, parentRelationship }: PlanNode): readonly Fact[] {
  return known([
    ['Parent Relationship', parentRelationship],
    ['Startup Cost', estimated.startupCost],
    ['Total Cost', estimated.totalCost],
    ['Plan Rows', estimated.rows],
    ['Plan Width', estimated.width],
    ['Actual Startup Time', measured?.startupMs],
    ['Actual Total Time', measured?.totalMs],
    ['Actual Rows', measured?.rows],
    ['Actual Loops', measured?.loops],
  ]);
}

function removedRows({ removed }: PlanNode): readonly Fact[] {
  return known([
    ['Rows Removed by Filter', removed.filter],
    ['Rows Removed by Index Recheck', removed['index-recheck']],
    ['Rows Removed by Join Filter', removed['join-filter']],
    ['Rows Removed by Conflict Filter', removed.conflict],
  ]);
}

function workMemory({ sort, hash, memoize, bitmap }: PlanNode): readonly Fact[] {
  return known([
    ['Sort Method', sort?.method],
    ['Sort Space Used', sort && `${sort.kilobytes} kB`],
    ['Sort Space Type', sort?.space],
    ['Hash Buckets', hash?.buckets],
    ['Hash Batches', hash?.batches],
    ['Original Hash Batches', hash?.originalBatches],
    ['Peak Memory Usage', kilobytes(hash?.peakKilobytes ?? memoize?.peakKilobytes)],
    ['Disk Usage', kilobytes(hash?.diskKilobytes)],
    ['Cache Hits', memoize?.hits],
    ['Cache Misses', memoize?.misses],
    ['Cache Evictions', memoize?.evictions],
    ['Cache Overflows', memoize?.overflows],
    ['Exact Heap Blocks', bitmap?.exactBlocks],
    ['Lossy Heap Blocks', bitmap?.lossyBlocks],
  ]);
}

/** Only what is not zero: a plan that was run has all counters in every node. */
export function bufferFacts(usage: BufferUsage): readonly Fact[] {
  return known([
    ['Shared Hit Blocks', usage.sharedHit],
    ['Shared Read Blocks', usage.sharedRead],
    ['Shared Dirtied Blocks', usage.sharedDirtied],
    ['Shared Written Blocks', usage.sharedWritten],
    ['Local Hit Blocks', usage.localHit],
    ['Local Read Blocks', usage.localRead],
    ['Local Dirtied Blocks', usage.localDirtied],
    ['Local Written Blocks', usage.localWritten],
    ['Temp Read Blocks', usage.tempRead],
    ['Temp Written Blocks', usage.tempWritten],
    ['I/O Read Time', usage.readMs],
    ['I/O Write Time', usage.writeMs],
  ]).filter(([, text]) => text !== '0');
}

function workerFact({ number, measured, sort }: PlanWorker): Fact {
  const parts = known([
    ['Actual Total Time', measured?.totalMs],
    ['Actual Rows', measured?.rows],
    ['Actual Loops', measured?.loops],
    ['Sort Method', sort?.method],
  ]);
  return [`Worker ${number}`, parts.map(([name, text]) => `${name} ${text}`).join(', ')];
}

function kilobytes(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value} kB`;
}

function known(facts: readonly (readonly [string, string | number | undefined])[]): readonly Fact[] {
  return facts.flatMap(([name, value]): Fact[] => (value === undefined ? [] : [[name, String(value)]]));
}

function printValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
