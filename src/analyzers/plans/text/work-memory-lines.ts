import type { GatheredProperties } from './plan-line';
import { splitList } from './split-list';

/** `Sort Method: external merge  Disk: 320kB`, without its first words. */
export function readSortMethod(value: string): GatheredProperties {
  const [, method, space, kilobytes] = /^(.*?) {2}(Memory|Disk): (\d+)kB$/.exec(value) ?? [];
  if (method === undefined) return { 'Sort Method': value };
  return { 'Sort Method': method, 'Sort Space Used': Number(kilobytes), 'Sort Space Type': space };
}

/** `4  Sort Method: quicksort  Average Memory: 27kB  Peak Memory: 27kB`: the groups of an Incremental Sort. */
export function readSortGroups(value: string): GatheredProperties {
  const groups: GatheredProperties = { 'Group Count': Number.parseInt(value, 10) };
  const [, methods = ''] = /Sort Methods?: (.*?)(?: {2}|$)/.exec(value) ?? [];
  groups['Sort Methods Used'] = splitList(methods);
  for (const space of ['Memory', 'Disk']) {
    const used = new RegExp(`Average ${space}: (\\d+)kB {2}Peak ${space}: (\\d+)kB`).exec(value);
    if (!used) continue;
    groups[`Sort Space ${space}`] = {
      'Average Sort Space Used': Number(used[1]),
      'Peak Sort Space Used': Number(used[2]),
    };
  }
  return groups;
}

const HASH_NAMES: Readonly<Record<string, string>> = {
  Buckets: 'Hash Buckets',
  Batches: 'Hash Batches',
  'Memory Usage': 'Peak Memory Usage',
};
const AGGREGATE_NAMES: Readonly<Record<string, string>> = {
  Batches: 'HashAgg Batches',
  'Memory Usage': 'Peak Memory Usage',
};
const MEMOIZE_NAMES: Readonly<Record<string, string>> = {
  Hits: 'Cache Hits',
  Misses: 'Cache Misses',
  Evictions: 'Cache Evictions',
  Overflows: 'Cache Overflows',
  'Memory Usage': 'Peak Memory Usage',
};

/**
 * Lines of several figures, two blanks apart: `Buckets: 2048 (originally 1024)  Batches: 16  Memory Usage: 178kB`.
 *
 * @returns nothing for any other line
 */
export function readFigures(line: string): GatheredProperties | undefined {
  if (/^Buckets: \d/.test(line)) return named(line, HASH_NAMES);
  if (/^(?:Planned Partitions|Batches): \d/.test(line)) return named(line, AGGREGATE_NAMES);
  if (/^Hits: \d/.test(line)) return named(line, MEMOIZE_NAMES);
  if (line.startsWith('Storage: ')) return named(line, {});
  return undefined;
}

function named(line: string, names: Readonly<Record<string, string>>): GatheredProperties {
  const found: GatheredProperties = {};
  for (const part of line.split(/ {2,}/)) {
    const [, label = '', value = '', original] =
      /^([A-Z][\w ]*): (\w+?)(?:kB)?(?: \(originally (\d+)\))?$/.exec(part) ?? [];
    const name = names[label] ?? label;
    found[name] = /^\d+$/.test(value) ? Number(value) : value;
    if (names === HASH_NAMES && label !== 'Memory Usage') {
      found[`Original ${name}`] = Number(original ?? value);
    }
  }
  return found;
}
