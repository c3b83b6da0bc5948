import type { Span } from '../span';
import type { Expression, FromItem, SelectNode, SubqueryExpression } from '../sql/model';
import type { AccessPath, EqualityCondition } from './access-path';
import { withoutCasts } from './classify-value';
import { conjunctsOf } from './walk-expression';

/** Rows of a path that come out only where another table has none for them. */
export interface AntiJoin {
  readonly excluded: AccessPath;
  /** The column of the path that the other table's rows name. */
  readonly column: string;
  readonly span: Span;
}

/** `LEFT JOIN b … WHERE b.x IS NULL`, `NOT EXISTS (SELECT … FROM b WHERE b.x = a.x)`, `a.x NOT IN (SELECT x FROM b)`. */
export function antiJoinsOf(path: AccessPath, statementPaths: readonly AccessPath[]): readonly AntiJoin[] {
  const { block } = path;
  if (!block) return [];
  const others = statementPaths.filter(({ relation }) => relation !== path.relation);
  return conjunctsOf(block.where)
    .map((conjunct) =>
      conjunct.kind === 'null-test'
        ? outerJoin(path, block, conjunct, others)
        : excludedByQuery(path, conjunct, others),
    )
    .filter((join) => join !== undefined);
}

function outerJoin(
  path: AccessPath,
  { from }: SelectNode,
  test: Extract<Expression, { kind: 'null-test' }>,
  others: readonly AccessPath[],
): AntiJoin | undefined {
  if (test.negated || test.arg.kind !== 'column') return undefined;
  const { qualifier } = test.arg;
  const excluded = others.find(
    ({ block, relation }) =>
      block === path.block &&
      (relation.alias ?? relation.name.name) === qualifier &&
      from.some((item) => isFilledUp(item, relation)),
  );
  const column = excluded && namedColumn(path, excluded, false);
  return excluded && column !== undefined ? { excluded, column, span: test.span } : undefined;
}

function isFilledUp(item: FromItem, relation: FromItem): boolean {
  if (item.kind !== 'join') return false;
  if (item.join === 'left' && item.right === relation) return true;
  if (item.join === 'right' && item.left === relation) return true;
  return isFilledUp(item.left, relation) || isFilledUp(item.right, relation);
}

function excludedByQuery(
  path: AccessPath,
  conjunct: Expression,
  others: readonly AccessPath[],
): AntiJoin | undefined {
  const subquery = negatedSubquery(conjunct);
  const excluded = others.find(({ block, alone }) => alone && block === subquery?.query);
  if (!subquery || !excluded) return undefined;
  const column =
    subquery.form === 'exists' ? namedColumn(path, excluded, true) : ownColumn(path, subquery.left);
  return column === undefined ? undefined : { excluded, column, span: conjunct.span };
}

function negatedSubquery(conjunct: Expression): SubqueryExpression | undefined {
  if (conjunct.kind === 'subquery')
    return conjunct.form === 'all' && conjunct.operator === '<>' ? conjunct : undefined;
  const [arg] = conjunct.kind === 'not' ? conjunct.args : [];
  if (arg?.kind !== 'subquery') return undefined;
  return arg.form === 'exists' || (arg.form === 'any' && arg.operator === '=') ? arg : undefined;
}

/** The column of the path that `excluded` is joined to. */
function namedColumn(path: AccessPath, { conditions }: AccessPath, outer: boolean): string | undefined {
  return conditions
    .filter((condition): condition is EqualityCondition => condition.letter === 'E')
    .filter(({ value }) => value.kind === 'join' && (value.outer === true) === outer)
    .map(({ value }) => (value.kind === 'join' ? ownColumn(path, value.expression) : undefined))
    .find((column) => column !== undefined);
}

function ownColumn({ relation }: AccessPath, expression: Expression | undefined): string | undefined {
  const column = expression && withoutCasts(expression);
  if (column?.kind !== 'column') return undefined;
  const { qualifier, name } = column;
  return qualifier === undefined || qualifier === (relation.alias ?? relation.name.name) ? name : undefined;
}
