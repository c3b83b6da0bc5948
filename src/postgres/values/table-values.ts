import type { ParameterUse, QueryParameter } from '../../analyzers/query/explainable-query';
import { message, type Message } from '../../analyzers/message';
import type { Reader, ReadOptions } from '../reading/reader';
import { arrayLiteral } from './array-literal';
import { absentValues, containedDocument, patternFor, plausibleValue } from './made-up-values';
import { pickRangeEnd } from './pick-range';
import { findAbsentValues } from './prove-absence';
import { readRowWith, type SampledRow } from './row-samples';
import { labelOf, rangeLabelOf, type WantedSet } from './set-kinds';
import type { TypeFacts } from './type-facts';
import type { SampledValue } from './value-set';
import {
  coldValues,
  columnOf,
  hotValues,
  newestValues,
  type PickedValues,
  type ValueSource,
} from './value-source';

/** A parameter that is compared with a column of the table, or written into one. */
export interface ColumnParameter {
  readonly parameter: QueryParameter;
  readonly column: string;
  readonly comparison: Extract<ParameterUse, { kind: 'column' }>['comparison'] | 'written';
  /** Of one value: of an array, of its elements. */
  readonly type: TypeFacts;
}

/** A table, what its values are taken from, and the parameters that want some. */
export interface SampledTable {
  readonly reader: Reader;
  readonly source: ValueSource;
  readonly parameters: readonly ColumnParameter[];
  readonly options: ReadOptions;
}

export interface TableValues {
  readonly values: readonly SampledValue[];
  /** Of what the set is a set. Absent: the table had nothing of the kind. */
  readonly label?: Message;
  readonly arraySize?: number;
}

/** Values of one kind for all parameters of a table. Beside the one that leads, they are of the same row where there is one. */
export async function valuesOfTable(table: SampledTable, wanted: WantedSet): Promise<TableValues> {
  const lead = leadingOf(table);
  if (lead === undefined) return valuesWithoutLead(table, wanted);
  const picked = await pick(table, lead, wanted);
  const row = picked?.texts[0] === undefined ? undefined : await rowOf(table, lead, picked.texts[0]);
  const rest = table.parameters.filter((parameter) => parameter !== lead);
  const values = await Promise.all(rest.map((parameter) => valueBeside(table, parameter, wanted, row)));
  const size = picked?.texts.length ?? 0;
  const count = wanted.kind === 'repeated' ? size / 2 : size;
  return {
    values: [picked ? valueOf(lead, picked) : guess(lead, table.source, wanted.size), ...values],
    ...(picked && { label: labelOf(wanted.kind, lead.column, count) }),
    ...(picked && lead.comparison === 'any' && { arraySize: size }),
  };
}

async function valuesWithoutLead(table: SampledTable, wanted: WantedSet): Promise<TableValues> {
  const { source, parameters } = table;
  const row = source.newest.rows[0] ?? source.some.rows[0];
  const found: ColumnParameter[] = [];
  const values: SampledValue[] = [];
  for (const parameter of parameters) {
    const picked = parameter.comparison === 'written' ? undefined : await pick(table, parameter, wanted);
    if (picked) found.push(parameter);
    values.push(picked ? valueOf(parameter, picked) : await valueBeside(table, parameter, wanted, row));
  }
  const [first] = found;
  return { values, ...(first && { label: labelFor(first, wanted) }) };
}

function labelFor(parameter: ColumnParameter, { kind }: WantedSet): Message {
  return isRange(parameter) ? rangeLabelOf(kind, parameter.column) : labelOf(kind, parameter.column, 1);
}

/** Of the row, where it has one; else of the kind that is wanted, else of any. */
async function valueBeside(
  table: SampledTable,
  parameter: ColumnParameter,
  wanted: WantedSet,
  row: SampledRow | undefined,
): Promise<SampledValue> {
  const { newest, facts } = table.source;
  const text = row?.[parameter.column];
  if (typeof text === 'string' && parameter.comparison !== 'any') {
    const isNewest = row !== undefined && newest.rows.includes(row);
    const origin = isNewest
      ? newest.origin
      : message('A row of {0} that has the other values too.', facts.table);
    return valueOf(parameter, { texts: [text], origin });
  }
  for (const kind of [wanted.kind, 'newest', 'hot', 'cold'] as const) {
    const picked = await pick(table, parameter, { ...wanted, kind });
    if (picked) return valueOf(parameter, picked);
  }
  return guess(parameter, table.source, wanted.size);
}

async function pick(
  table: SampledTable,
  parameter: ColumnParameter,
  { kind, size }: WantedSet,
): Promise<PickedValues | undefined> {
  const { source, reader, options } = table;
  const { column, type } = parameter;
  if (isRange(parameter)) return pickRangeEnd(source, { ...endOf(table, parameter), kind });
  const count = parameter.comparison === 'any' ? size : 1;
  switch (kind) {
    case 'hot':
      return hotValues(source, column, count);
    case 'cold':
      return coldValues(source, column, count);
    case 'newest':
      return newestValues(source, column, count);
    case 'absent':
      return findAbsentValues(reader, source, { column, type, count }, options);
    case 'repeated': {
      if (parameter.comparison !== 'any') return undefined;
      const once = newestValues(source, column, count) ?? hotValues(source, column, count);
      return once && { ...once, texts: [...once.texts, ...once.texts] };
    }
  }
}

type RangeParameter = ColumnParameter & { readonly comparison: 'less' | 'greater' };

function endOf({ parameters }: SampledTable, { column, type, comparison }: RangeParameter) {
  const isOtherEnd = (other: ColumnParameter): boolean =>
    other.column === column && isRange(other) && other.comparison !== comparison;
  return { column, type, comparison, isBetween: parameters.some(isOtherEnd) };
}

async function rowOf(
  { reader, source, parameters, options }: SampledTable,
  { column }: ColumnParameter,
  text: string,
): Promise<SampledRow | undefined> {
  if (parameters.length === 1) return undefined;
  const isIt = (row: SampledRow): boolean => row[column] === text;
  const known = source.newest.rows.find(isIt) ?? source.some.rows.find(isIt);
  return known ?? readRowWith(reader, source.facts, { column, text }, options);
}

/** The parameter that decides how many rows there are: an array, else a column with many values, else any that is equal. */
function leadingOf({ parameters, source }: SampledTable): ColumnParameter | undefined {
  const hasMany = ({ column }: ColumnParameter): boolean =>
    (columnOf(source, column)?.statistics?.bounds.length ?? 0) > 0;
  const equal = parameters.filter(({ comparison }) => comparison === 'equal');
  return parameters.find(({ comparison }) => comparison === 'any') ?? equal.find(hasMany) ?? equal[0];
}

function isRange(parameter: ColumnParameter): parameter is RangeParameter {
  return parameter.comparison === 'less' || parameter.comparison === 'greater';
}

function valueOf(
  { parameter, comparison, type }: ColumnParameter,
  { texts, origin }: PickedValues,
): SampledValue {
  const [first = ''] = texts;
  const text =
    comparison === 'any' ? arrayLiteral(texts, type.delimiter) : searchedFor(comparison, type, first);
  return { parameter: parameter.number, text, origin };
}

function searchedFor(comparison: ColumnParameter['comparison'], type: TypeFacts, text: string): string {
  if (comparison === 'pattern') return patternFor(text);
  if (comparison === 'containment' && type.name === 'jsonb') return containedDocument(text) ?? text;
  return text;
}

/** Different ones, where the type has a form that we know. */
function madeUpValues(type: TypeFacts, one: string, count: number): readonly string[] {
  const several = count > 1 ? absentValues(type, undefined, count) : [];
  return several.length > 0 ? several : [one];
}

function guess(
  { parameter, comparison, type, column }: ColumnParameter,
  { facts, newest, some }: ValueSource,
  size: number,
): SampledValue {
  const one = plausibleValue(type) ?? '';
  const isEmpty = newest.rows.length === 0 && some.rows.length === 0;
  return {
    parameter: parameter.number,
    text: comparison === 'any' ? arrayLiteral(madeUpValues(type, one, size), type.delimiter) : one,
    origin: message('Made up: nothing is known of the values in {0}.', facts.table),
    guessed: isEmpty ? some.origin : message('The rows that were looked at have no value in {0}.', column),
  };
}
