import type { GatheredProperties } from './plan-line';
import { splitList } from './split-list';
import { readBuffersLine, readTimingsLine, readWalLine } from './usage-lines';
import { readFigures, readSortGroups, readSortMethod } from './work-memory-lines';

const LISTS = new Set([
  'Output',
  'Sort Key',
  'Presorted Key',
  'Conflict Arbiter Indexes',
  'Params Evaluated',
]);
/** Those whose value is an expression, even where it looks like a number. */
const EXPRESSIONS = /^(?!Rows Removed).*(?:Cond|Filter|Call|Condition|Order By|Cache Key)$/;

/**
 * Reads one line below a heading into the properties of its node (or worker).
 *
 * @returns whether it is such a line
 */
export function readPropertyLine(line: string, properties: GatheredProperties): boolean {
  const figures = readFigures(line);
  if (figures) {
    Object.assign(properties, figures);
    return true;
  }
  const [, name, value = ''] = /^([A-Z][A-Za-z/-]*(?: [A-Za-z/-]+)*):(?:\s+([\s\S]*))?$/.exec(line) ?? [];
  if (name === undefined) return false;
  Object.assign(properties, readProperty(name, value, properties));
  return true;
}

function readProperty(name: string, value: string, properties: GatheredProperties): GatheredProperties {
  switch (name) {
    case 'Buffers':
      return readBuffersLine(value);
    case 'I/O Timings':
      return readTimingsLine(value);
    case 'WAL':
      return readWalLine(value);
    case 'Sort Method':
      return readSortMethod(value);
    case 'Full-sort Groups':
    case 'Pre-sorted Groups':
      return { [name]: readSortGroups(value) };
    case 'Heap Blocks':
      return readHeapBlocks(value);
    case 'Sampling':
      return readSampling(value);
    case 'Tuples':
      return readTuples(value);
    case 'Group Key':
    case 'Hash Key':
      return readGroupKey(name, value, properties);
    default:
      return { [name]: readValue(name, value) };
  }
}

function readValue(name: string, value: string): unknown {
  if (LISTS.has(name)) return splitList(value);
  if (EXPRESSIONS.test(name)) return value;
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  return value === 'true' ? true : value;
}

function readHeapBlocks(value: string): GatheredProperties {
  const count = (kind: string): number => Number(new RegExp(`${kind}=(\\d+)`).exec(value)?.[1] ?? 0);
  return { 'Exact Heap Blocks': count('exact'), 'Lossy Heap Blocks': count('lossy') };
}

/** `bernoulli ('5'::real) REPEATABLE ('7'::double precision)` */
function readSampling(value: string): GatheredProperties {
  const [, method, parameters = '', seed] = /^(\w+) \((.*?)\)(?: REPEATABLE \((.*)\))?$/.exec(value) ?? [];
  return {
    'Sampling Method': method ?? value,
    'Sampling Parameters': splitList(parameters),
    ...(seed !== undefined && { 'Repeatable Seed': seed }),
  };
}

/** `inserted=1 updated=2` of a MERGE. */
function readTuples(value: string): GatheredProperties {
  const counts = [...value.matchAll(/(\w)(\w+)=(\d+)/g)];
  return Object.fromEntries(
    counts.map(([, first = '', rest = '', count]) => [`Tuples ${first.toUpperCase()}${rest}`, Number(count)]),
  );
}

/** One line of keys is a GROUP BY; several, or none of a key, are grouping sets, which JSON has apart. */
function readGroupKey(name: string, value: string, properties: GatheredProperties): GatheredProperties {
  const keys = value === '()' ? [] : splitList(value);
  const plain = properties['Group Key'];
  const sets = Array.isArray(properties['Grouping Sets']) ? (properties['Grouping Sets'] as unknown[]) : [];
  const isPlain = name === 'Group Key' && keys.length > 0 && sets.length === 0 && plain === undefined;
  if (isPlain) return { 'Group Key': keys };
  const first = Array.isArray(plain) ? [{ 'Group Keys': [plain] }] : [];
  return { 'Group Key': undefined, 'Grouping Sets': [...sets, ...first, { [`${name}s`]: [keys] }] };
}
