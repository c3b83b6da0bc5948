import type { ParameterCast } from '../../analyzers/query/cast-parameters';
import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import {
  createTokenText,
  isAt,
  tokenIndexAt,
  type TokenText,
  tokenTextAt,
  wordAt,
} from '../../analyzers/sql/token-text';

/**
 * The errors that a type mends: 42P18 indeterminate_datatype, 42P08 ambiguous_parameter, 42883 undefined_function (of operators too),
 * 42725 ambiguous_function.
 */
export type MendableCode = '42P18' | '42P08' | '42883' | '42725';

export function isMendable(code: string | undefined): code is MendableCode {
  return code === '42P18' || code === '42P08' || code === '42883' || code === '42725';
}

/** Each is tried on the server, which takes a transaction. */
const MOST_PLACES = 4;

export interface MendRequest {
  readonly query: ExplainableQuery;
  readonly code: MendableCode;
  readonly place: ErrorPlace;
  /** Of the column that a parameter meets, by the parameter's number. */
  readonly columnTypes: ReadonlyMap<number, string>;
  /** Where casts stand already. */
  readonly casts: readonly ParameterCast[];
}

/** Of an error: in the query's text, or the number of the parameter where the server says no more. */
export type ErrorPlace =
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'parameter'; readonly number: number };

export interface CastCandidate extends ParameterCast {
  readonly number: number;
}

/** In the order in which they are to be tried: the place nearest to the error first, and there the likeliest type. */
export function castCandidates(request: MendRequest): readonly CastCandidate[] {
  const source = createTokenText(request.query.text);
  return placesNear(request).flatMap(({ parameter, span }) =>
    typesFor(parameter, span.start, source, request).map((type) => ({
      number: parameter.number,
      span,
      type,
    })),
  );
}

interface Place {
  readonly parameter: QueryParameter;
  readonly span: ParameterCast['span'];
}

/** The server names the parameter itself, or the operator or function that it belongs to. */
function placesNear({ query, place, casts }: MendRequest): readonly Place[] {
  const free = query.parameters
    .flatMap((parameter) => parameter.spans.map((span) => ({ parameter, span })))
    .filter(({ span }) => casts.every((cast) => cast.span.start !== span.start));
  const named = free.find(({ parameter, span }) =>
    place.kind === 'offset' ? span.start === place.offset : parameter.number === place.number,
  );
  // Its first place settles its type.
  if (named) return free.filter(({ parameter }) => parameter === named.parameter).slice(0, MOST_PLACES);
  if (place.kind === 'parameter') return [];
  const distance = ({ span }: Place): number =>
    span.end <= place.offset ? place.offset - span.end : span.start - place.offset;
  return [...free].sort((one, other) => distance(one) - distance(other)).slice(0, MOST_PLACES);
}

const ANYTHING = [
  'text',
  'bigint',
  'timestamptz',
  'interval',
  'numeric',
  'boolean',
  'uuid',
  'jsonb',
  'text[]',
];
const SUMMANDS = ['integer', 'numeric', 'interval', 'timestamptz', 'text'];
/** Beside a time: the server has taken it for one already, and a difference of times is no time. */
const TIME_SUMMANDS = ['interval', 'integer', 'numeric'];
const ARRAYS = ['text[]', 'bigint[]', 'uuid[]'];

function typesFor(
  { number, use }: QueryParameter,
  offset: number,
  source: TokenText,
  { code, columnTypes }: MendRequest,
): readonly string[] {
  const index = tokenIndexAt(source, offset);
  const column = columnTypes.get(number);
  const isArray = use.kind === 'unnested' || (use.kind === 'column' && use.comparison === 'any');
  const own = column === undefined ? [] : [isArray ? `${column}[]` : column];
  const isUnnested = isAt(source, index - 1, '(') && wordAt(source, index - 2) === 'unnest';
  if (isUnnested) return unique([...own, ...ARRAYS]);
  if (isSummand(source, index)) return unique(code === '42883' ? TIME_SUMMANDS : [...own, ...SUMMANDS]);
  return unique([...own, ...ANYTHING]);
}

function isSummand(source: TokenText, index: number): boolean {
  return [index - 1, index + 1].some((at) => /^[-+]$/.test(tokenTextAt(source, at)));
}

function unique(types: readonly string[]): readonly string[] {
  return [...new Set(types)];
}
