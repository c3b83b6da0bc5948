import { withoutCasts } from '../query/classify-value';
import type { Comparison } from '../query/compared-values';
import { FLOAT_TYPES, WHOLE_TYPES } from '../query/expression-type';
import type { TypeName } from '../sql/model';
import type { FragmentEdit, Piece } from '../sources/edit';
import { holdsHole } from '../sources/fragment';
import type { ConstantExpression, Expression } from '../sql/model';
import type { Span } from '../span';

/** How a comparison is made on the column itself. */
export interface MovedCast {
  /** The type that the values are cast to, as SQL writes it. */
  readonly type: string;
  /** Both types sort their values alike, so that `<` and `>` may move too. */
  readonly keepsOrder: boolean;
  /** Where the moved comparison is not quite the same. */
  readonly corner: Corner;
}

export type Corner =
  /** Text compares letter by letter; every spelling of a value finds it now, and what is none is an error. */
  | 'spelling-of-uuid'
  | 'spelling-of-number'
  /** The column holds text: only the spelling that PostgreSQL prints is found. */
  | 'printed-spelling'
  | 'fraction'
  /** Both are whole numbers. */
  | 'none'
  | 'transaction'
  | 'blanks';

const SQL_NAMES: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bpchar: 'char',
};

/** `bigint` for `int8`: the word that a developer knows. */
export function typeWord(name: string): string {
  return SQL_NAMES[name] ?? name;
}

/** What becomes of a cast of a column to a type, or of a comparison that converts the column to it; `undefined` where values are not one to one. */
export function moveCast(
  { name: column, schema, arrayDimensions }: TypeName,
  to: string,
): MovedCast | undefined {
  if (schema !== undefined || arrayDimensions > 0) return undefined;
  const isWhole = WHOLE_TYPES.has(column);
  const isText = to === 'text' || to === 'varchar';
  if (column === 'uuid' && isText) return { type: 'uuid', keepsOrder: false, corner: 'spelling-of-uuid' };
  if (isWhole && isText) return { type: typeWord(column), keepsOrder: false, corner: 'spelling-of-number' };
  if (isWhole && WHOLE_TYPES.has(to)) return { type: typeWord(to), keepsOrder: true, corner: 'none' };
  if (isWhole && (to === 'numeric' || FLOAT_TYPES.has(to)))
    return { type: typeWord(column), keepsOrder: true, corner: 'fraction' };
  if (column === 'xid8' && to === 'int8') return { type: 'xid8', keepsOrder: true, corner: 'transaction' };
  if ((column === 'text' || column === 'varchar') && to === 'uuid')
    return { type: 'uuid::text', keepsOrder: false, corner: 'printed-spelling' };
  if (column === 'varchar' && to === 'bpchar') return { type: 'text', keepsOrder: false, corner: 'blanks' };
  if (column === 'bpchar' && to === 'text') return { type: 'bpchar', keepsOrder: false, corner: 'blanks' };
  return undefined;
}

/** The comparison on the bare column; `undefined` where a value cannot be cast without changing more than the corner says. */
export function rewriteMovedCast(
  { subject, values, isArray }: Comparison,
  column: Span,
  moved: MovedCast,
): readonly FragmentEdit[] | undefined {
  const edits: FragmentEdit[] = [];
  if (subject.span.start !== column.start || subject.span.end !== column.end)
    edits.push({ span: subject.span, pieces: [column] });
  for (const value of values) {
    const pieces = castValue(value, moved, isArray);
    if (!pieces) return undefined;
    const [only] = pieces;
    const isUnchanged = pieces.length === 1 && typeof only === 'object' && isSameSpan(only, value.span);
    if (!isUnchanged) edits.push({ span: value.span, pieces });
  }
  return edits;
}

function isSameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

function castValue(value: Expression, moved: MovedCast, isArray: boolean): readonly Piece[] | undefined {
  const { type, corner } = moved;
  const cast = isArray ? castToArray(type) : `::${type}`;
  const bare = withoutCasts(value);
  switch (bare.kind) {
    case 'constant':
      return castConstant(bare, value, moved, cast, isArray);
    case 'parameter':
      return corner === 'none' && bare !== value ? [value.span] : [bare.span, cast];
    case 'array':
      return corner === 'fraction' && bare.elements.some(isFraction) ? undefined : [bare.span, cast];
    case 'subquery':
      return undefined;
    default:
      break;
  }
  if (corner === 'none') return [value.span];
  // A cast rounds what a comparison would have told apart.
  if (corner === 'fraction') return undefined;
  const throughText = corner === 'transaction' ? '::text' : '';
  const isAtom = value.kind === 'call' || value.kind === 'column' || value.kind === 'cast';
  return isAtom ? [value.span, throughText + cast] : ['(', value.span, `)${throughText}${cast}`];
}

/** `uuid::text` becomes `::uuid[]::text[]`. */
function castToArray(type: string): string {
  return `::${type.split('::').join('[]::')}[]`;
}

function castConstant(
  constant: ConstantExpression,
  value: Expression,
  { type, corner }: MovedCast,
  cast: string,
  isArray: boolean,
): readonly Piece[] | undefined {
  if (constant.type === 'string') {
    const isLikeColumn = corner !== 'printed-spelling' && corner !== 'blanks';
    if (!isLikeColumn) return [constant.span, cast];
    return isArray || mayBe(constant.value, type) ? [constant.span] : undefined;
  }
  if (constant.type === 'integer') {
    return corner === 'transaction' ? [`'${constant.value}'${cast}`] : [constant.span];
  }
  if (!isFraction(constant)) return [value.span];
  const whole = /^(-?\d+)\.0*$/.exec(constant.value)?.[1];
  return whole === undefined ? undefined : [whole];
}

export function isFraction(node: Expression): boolean {
  return node.kind === 'constant' && node.type === 'float';
}

const UUID = /^\{?(?:[0-9a-f]{4}-?){7}[0-9a-f]{4}\}?$/i;

/** A string that is no value of the type would turn "no row" into an error. */
function mayBe(text: string, type: string): boolean {
  if (holdsHole(text)) return true;
  return type === 'uuid' ? UUID.test(text) : /^\d+$/.test(text);
}
