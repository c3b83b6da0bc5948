import { message, type Message } from '../../analyzers/message';
import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import type { Reader, ReadOptions } from '../reading/reader';
import { plausibleValue } from './made-up-values';
import { type KnownTypes, readTables, readTypes, type ReadTables, targetOf } from './read-tables';
import { wantedSets, type WantedSet } from './set-kinds';
import { type SampledTable, valuesOfTable } from './table-values';
import type { ParameterType, SampledValue, SampleOptions, ValueSet } from './value-set';

/** Nobody has asked for these readings: none may be noticed. In milliseconds. */
const LIMITS = { statementTimeoutMs: 2_000, lockTimeoutMs: 300 };
const MOST_SETS = 8;

/**
 * Sets of values for the parameters of a query, so that nobody has to type any: of many rows, of few, of the newest, of none. Of a query
 * without parameters there are none. While nobody writes they are the same each time.
 *
 * @param types as the server infers them; of a parameter without one the column's type counts
 */
export async function sampleValues(
  reader: Reader,
  query: ExplainableQuery,
  types: readonly ParameterType[],
  options: SampleOptions,
): Promise<readonly ValueSet[]> {
  const parameters = query.parameters.filter(({ isUsed }) => isUsed);
  if (parameters.length === 0) return [];
  const limits: ReadOptions = { ...LIMITS, ...(options.signal && { signal: options.signal }) };
  const typed = await readTypes(reader, types, limits);
  const targets = parameters.flatMap((parameter) => targetOf(parameter) ?? []);
  const { tables, unknown } = await readTables(reader, targets, typed, limits);
  const loose = parameters.filter(
    (parameter) => !tables.some((table) => table.parameters.some((own) => own.parameter === parameter)),
  );
  const others = loose.map((parameter) => valueOfItsOwn(parameter, typed, unknown));
  const sets: ValueSet[] = [];
  const hasArray = tables.some((table) => table.parameters.some(({ comparison }) => comparison === 'any'));
  for (const wanted of wantedSets(hasArray, options)) {
    if (sets.length >= (options.maxSets ?? MOST_SETS)) break;
    const set = await drawSet(tables, others, wanted);
    if (set !== undefined && !sets.some((earlier) => isSame(earlier, set))) sets.push(set);
  }
  if (sets.length > 0) return sets;
  const sizes = hasArray && reader.ownPlanner ? plausibleSizes(options) : [undefined];
  return Promise.all(sizes.map((size) => plausibleSet(tables, others, size)));
}

/** Where no value is known they differ by their number alone. */
function plausibleSizes(options: SampleOptions): readonly number[] {
  return [...new Set(wantedSets(true, options).map(({ size }) => size))];
}

async function drawSet(
  tables: readonly SampledTable[],
  others: readonly SampledValue[],
  wanted: WantedSet,
): Promise<ValueSet | undefined> {
  const found = await Promise.all(tables.map((table) => valuesOfTable(table, wanted)));
  const labelled = found.find(({ label }) => label !== undefined);
  if (labelled?.label === undefined) return undefined;
  const size = found.find(({ arraySize }) => arraySize !== undefined)?.arraySize;
  return {
    kind: wanted.kind,
    label: labelled.label,
    ...(size !== undefined && { arraySize: size }),
    values: inOrder([...found.flatMap(({ values }) => values), ...others]),
  };
}

/** Where no table had anything of any kind. */
async function plausibleSet(
  tables: readonly SampledTable[],
  others: readonly SampledValue[],
  size: number | undefined,
): Promise<ValueSet> {
  const found = await Promise.all(
    tables.map((table) => valuesOfTable(table, { kind: 'newest', size: size ?? 1 })),
  );
  const values = inOrder([...found.flatMap(({ values: own }) => own), ...others]);
  if (size === undefined) return { kind: 'plausible', label: message('Plausible values'), values };
  return {
    kind: 'plausible',
    label: message('Plausible values, arrays of {0}', size),
    arraySize: size,
    values,
  };
}

function inOrder(values: readonly SampledValue[]): readonly SampledValue[] {
  return [...values].sort((one, other) => one.parameter - other.parameter);
}

function isSame(one: ValueSet, other: ValueSet): boolean {
  return one.values.every((value, position) => value.text === other.values[position]?.text);
}

/** LIMIT, OFFSET, and what is compared with no column that is known. */
function valueOfItsOwn(
  parameter: QueryParameter,
  { byNumber }: KnownTypes,
  unknown: ReadTables['unknown'],
): SampledValue {
  const { number, label, use, written } = parameter;
  if (written !== undefined)
    return { parameter: number, text: written, origin: asWritten(use.kind, written) };
  if (use.kind === 'limit') return { parameter: number, text: '100', origin: message('A usual LIMIT.') };
  if (use.kind === 'offset') return { parameter: number, text: '0', origin: message('From the first row.') };
  const type = byNumber.get(number);
  return {
    parameter: number,
    text: (type && plausibleValue(type)) ?? '',
    origin: message('A plausible value of the type of {0}, made up.', label),
    guessed: unknown.get(parameter) ?? message('The query compares {0} with no column that is known.', label),
  };
}

function asWritten(kind: QueryParameter['use']['kind'], written: string): Message {
  return kind === 'offset'
    ? message('OFFSET {0}, as in the code.', written)
    : message('LIMIT {0}, as in the code.', written);
}
