import type { IndexDefinition } from '../indexes/index-definition';
import { columnsIn } from '../query/walk-expression';

/** Every column that an index holds or looks at, without repetition. */
export function columnsOfIndex({ keys, include, predicate }: IndexDefinition): readonly string[] {
  const expressions = [
    ...keys.flatMap((key) => (key.kind === 'expression' ? [key.expression] : [])),
    ...(predicate ? [predicate] : []),
  ];
  return [
    ...new Set([
      ...keys.flatMap((key) => (key.kind === 'column' ? [key.column] : [])),
      ...include,
      ...expressions.flatMap((expression) => columnsIn(expression).map(({ name }) => name)),
    ]),
  ];
}

/** The columns of a btree of nothing but columns, each in its own order; `undefined` of anything else. */
export function plainColumns(index: IndexDefinition): readonly string[] | undefined {
  const { keys, include, predicate, method, unique, options } = index;
  if (method !== 'btree' || unique || predicate || include.length > 0 || Object.keys(options).length > 0)
    return undefined;
  const columns = keys.flatMap((key) =>
    key.kind === 'column' &&
    !key.descending &&
    !key.nullsFirst &&
    key.opclass === undefined &&
    key.collation === undefined
      ? [key.column]
      : [],
  );
  return columns.length === keys.length ? columns : undefined;
}
