import { castParameters, piecesOfCast } from '../../analyzers/query/cast-parameters';
import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import type { Reader } from '../reading/reader';
import { askSteps } from './ask-steps';
import {
  type CastCandidate,
  castCandidates,
  type ErrorPlace,
  isMendable,
  type MendableCode,
} from './cast-candidates';
import { declaredTypes } from './declared-types';
import { describeMend } from './describe-mend';
import { ExplainFailure } from './explain-failure';
import { prepareStep } from './explain-steps';
import type { CastMend } from './inferred-query';
import { COLUMN_TYPE } from './server-type';

/** The first cast with which the server gets further than before; `undefined` where no cast would do it. */
export async function findMend(
  reader: Reader,
  query: ExplainableQuery,
  casts: readonly CastMend[],
  failure: ExplainFailure,
): Promise<CastMend | undefined> {
  const { code } = failure.cause;
  const place = placeOf(failure);
  if (!isMendable(code) || !place) return undefined;
  const columnTypes = await readColumnTypes(reader, query, failure.limits);
  const before = progressAt(place, query);
  for (const candidate of castCandidates({ query, code, place, columnTypes, casts })) {
    const after = await progress(reader, query, [...casts, candidate], failure.limits);
    if (after > before) return mendOf(candidate, code, query);
  }
  return undefined;
}

/** Types that are still unknown in the end are told without a place (42P18). */
function placeOf({ cause, offset }: ExplainFailure): ErrorPlace | undefined {
  if (offset !== undefined) return { kind: 'offset', offset };
  const number = cause.code === '42P18' ? /\$(\d+)/.exec(cause.message)?.[1] : undefined;
  return number === undefined ? undefined : { kind: 'parameter', number: Number(number) };
}

/** The server goes through the text, and then through the parameters. */
function progressAt(place: ErrorPlace, { text }: ExplainableQuery): number {
  return place.kind === 'offset' ? place.offset : text.length + place.number;
}

/** How far the server gets before it refuses; infinitely far when it does not. */
async function progress(
  reader: Reader,
  query: ExplainableQuery,
  casts: readonly CastCandidate[],
  limits: ExplainFailure['limits'],
): Promise<number> {
  const sent = castParameters(query, casts);
  try {
    await askSteps(reader, { query, mends: casts }, [prepareStep(sent.text, declaredTypes(sent))], limits);
    return Infinity;
  } catch (error) {
    if (!(error instanceof ExplainFailure)) throw error;
    const place = placeOf(error);
    return place ? progressAt(place, query) : -1;
  }
}

function mendOf(
  { number, span, type }: CastCandidate,
  code: MendableCode,
  query: ExplainableQuery,
): CastMend {
  const label = query.parameters.find((parameter) => parameter.number === number)?.label ?? `$${number}`;
  return {
    number,
    span,
    type,
    message: describeMend(code, label, `${label}::${type}`),
    edit: { span, pieces: piecesOfCast(query.text, { span, type }) },
  };
}

async function readColumnTypes(
  reader: Reader,
  { parameters }: ExplainableQuery,
  limits: ExplainFailure['limits'],
): Promise<ReadonlyMap<number, string>> {
  const types = new Map<number, string>();
  for (const { number, use } of parameters) {
    const column = columnOf(use);
    if (!column) continue;
    const [row] = await reader.read(COLUMN_TYPE, [column.schema, column.table, column.column], limits);
    if (typeof row?.['type'] === 'string') types.set(number, shortName(row['type']));
  }
  return types;
}

function columnOf(use: QueryParameter['use']): { schema: string; table: string; column: string } | undefined {
  if (use.kind === 'column' || use.kind === 'written') return use;
  return use.kind === 'unnested' ? use.column : undefined;
}

/** As people write them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'character varying': 'text',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
};

function shortName(type: string): string {
  return SHORT_NAMES[type] ?? type;
}
