import type { Message } from '../../analyzers/message';
import type { QueryParameter } from '../../analyzers/query/explainable-query';
import type { Reader, ReadOptions } from '../reading/reader';
import { readSource, type UnknownTable } from './read-source';
import type { ColumnParameter, SampledTable } from './table-values';
import { readTypeFacts, type TypeFacts } from './type-facts';
import type { ParameterType } from './value-set';

export interface ParameterTarget {
  readonly parameter: QueryParameter;
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly comparison: ColumnParameter['comparison'];
}

export function targetOf(parameter: QueryParameter): ParameterTarget | undefined {
  const { use } = parameter;
  if (use.kind === 'column') return { parameter, ...use };
  if (use.kind === 'written') return { parameter, ...use, comparison: 'written' };
  if (use.kind === 'unnested' && use.column) return { parameter, ...use.column, comparison: 'any' };
  return undefined;
}

export interface KnownTypes {
  readonly reader: Reader;
  readonly limits: ReadOptions;
  readonly byNumber: ReadonlyMap<number, TypeFacts>;
}

export async function readTypes(
  reader: Reader,
  types: readonly ParameterType[],
  limits: ReadOptions,
): Promise<KnownTypes> {
  const byName = await readTypeFacts(
    reader,
    types.map(({ type }) => type),
    limits,
  );
  const known = types.flatMap(({ number, type }) => {
    const facts = byName.get(type);
    return facts ? [[number, facts] as const] : [];
  });
  return { reader, limits, byNumber: new Map(known) };
}

export interface ReadTables {
  readonly tables: readonly SampledTable[];
  readonly unknown: ReadonlyMap<QueryParameter, Message>;
}

export async function readTables(
  reader: Reader,
  targets: readonly ParameterTarget[],
  types: KnownTypes,
  options: ReadOptions,
): Promise<ReadTables> {
  const groups = new Map<string, ParameterTarget[]>();
  for (const target of targets) {
    const key = JSON.stringify([target.schema, target.table]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  const read = await Promise.all(
    [...groups.values()].map((group) => readTable(reader, group, types, options)),
  );
  return {
    tables: read.flatMap((table) => ('kind' in table ? [] : [table])),
    unknown: new Map(
      [...groups.values()].flatMap((group, position) => {
        const table = read[position];
        return table && 'kind' in table
          ? group.map(({ parameter }) => [parameter, table.reason] as const)
          : [];
      }),
    ),
  };
}

async function readTable(
  reader: Reader,
  group: readonly ParameterTarget[],
  types: KnownTypes,
  options: ReadOptions,
): Promise<SampledTable | UnknownTable> {
  const [{ schema, table } = { schema: '', table: '' }] = group;
  const columns = [...new Set(group.map(({ column }) => column))];
  const read = await readSource(reader, { schema, table, columns }, options);
  if (read.kind === 'unknown') return read;
  const { source } = read;
  const names = source.facts.columns.map(({ type }) => type);
  const columnTypes = await readTypeFacts(reader, names, options);
  const parameters = group.flatMap(({ parameter, column, comparison }) => {
    const ofColumn = columnTypes.get(source.facts.columns.find(({ name }) => name === column)?.type ?? '');
    const own = types.byNumber.get(parameter.number);
    const type = (comparison === 'any' ? own?.element : own) ?? ofColumn;
    return type && ofColumn ? [{ parameter, column, comparison, type }] : [];
  });
  return { reader, source, parameters, options };
}
