import type { PlanHash, PlanMemoize, PlanSort } from './plan';
import {
  isProperties,
  readCount,
  readNumber,
  readText,
  readTexts,
  type PlanProperties,
} from './plan-properties';

/** Of a Sort, or of the groups of an Incremental Sort: the worst of them. */
export function readSort(properties: PlanProperties): PlanSort | undefined {
  const method = readText(properties, 'Sort Method');
  if (method !== undefined) {
    return {
      method,
      kilobytes: readCount(properties, 'Sort Space Used'),
      space: readText(properties, 'Sort Space Type') === 'Disk' ? 'Disk' : 'Memory',
    };
  }
  const groups = [properties['Full-sort Groups'], properties['Pre-sorted Groups']].filter(isProperties);
  if (groups.length === 0) return undefined;
  const methods = new Set(groups.flatMap((group) => readTexts(group, 'Sort Methods Used')));
  const onDisk = peakOf(groups, 'Sort Space Disk');
  return {
    method: [...methods].join(', '),
    kilobytes: onDisk ?? peakOf(groups, 'Sort Space Memory') ?? 0,
    space: onDisk === undefined ? 'Memory' : 'Disk',
  };
}

function peakOf(groups: readonly PlanProperties[], space: string): number | undefined {
  const peaks = groups
    .map((group) => group[space])
    .filter(isProperties)
    .map((used) => readCount(used, 'Peak Sort Space Used'));
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

export function readHash(properties: PlanProperties): PlanHash | undefined {
  const buckets = readNumber(properties, 'Hash Buckets');
  const batches = readNumber(properties, 'Hash Batches') ?? readNumber(properties, 'HashAgg Batches');
  if (batches === undefined) return undefined;
  const originalBatches = readNumber(properties, 'Original Hash Batches');
  const diskKilobytes = readCount(properties, 'Disk Usage');
  return {
    ...(buckets !== undefined && { buckets }),
    batches,
    ...(originalBatches !== undefined && { originalBatches }),
    peakKilobytes: readCount(properties, 'Peak Memory Usage'),
    ...(diskKilobytes > 0 && { diskKilobytes }),
  };
}

export function readMemoize(properties: PlanProperties): PlanMemoize | undefined {
  if (readNumber(properties, 'Cache Misses') === undefined) return undefined;
  return {
    hits: readCount(properties, 'Cache Hits'),
    misses: readCount(properties, 'Cache Misses'),
    evictions: readCount(properties, 'Cache Evictions'),
    overflows: readCount(properties, 'Cache Overflows'),
    peakKilobytes: readCount(properties, 'Peak Memory Usage'),
  };
}
