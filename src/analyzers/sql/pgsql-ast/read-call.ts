import type {
  Expr,
  ExprCall,
  ExprExtract,
  ExprOverlay,
  ExprSubstring,
  OrderByStatement,
  ValueKeyword,
} from 'pgsql-ast-parser';
import type { CallExpression, Expression, OrderKey } from '../model';
import { orderKeySpan } from '../query-layout';
import { closingIndex, isAt, nextParenthesis, qualifiedNameEnd, spanOfTokens, wordAt } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readExpression, readExpressions } from './read-expression';
import { isSelect, readExists } from './read-subquery';

const PLAIN = { star: false, distinct: false, windowed: false, orderBy: [] } as const;

/** Written like calls, with a syntax of their own that this grammar reads in part or wrongly. */
const SPECIAL = new Set(
  `any some all position trim grouping normalize treat merge_action json json_array json_arrayagg json_exists json_object json_objectagg
  json_query json_scalar json_serialize json_table json_value xmlconcat xmlelement xmlexists xmlforest xmlparse xmlpi xmlroot
  xmlserialize xmltable`.split(/\s+/),
);

export function readCall(node: ExprCall, context: AstContext): Expression {
  const first = firstToken(node.function, context);
  const { name, schema } = node.function;
  const [arg] = node.args;
  if (schema === undefined) {
    if (SPECIAL.has(name)) return notRead(`${name} as a function`);
    if (name === 'exists' && arg && isSelect(arg)) return readExists(arg, first, context);
    if (name === 'row') return readRowCall(node, first, context);
  }
  const star = node.args.length === 1 && arg?.type === 'ref' && arg.name === '*' && !arg.table;
  const window = readWindow(node, context);
  const filter = node.filter
    ? readExpression(atFilter(node, first, node.filter, context), context)
    : undefined;
  return {
    kind: 'call',
    ...(schema !== undefined && schema !== 'pg_catalog' && { schema }),
    name,
    args: star ? [] : readExpressions(node.args, context),
    star,
    distinct: node.distinct === 'distinct',
    windowed: node.over !== undefined && node.over !== null,
    ...(window.length > 0 && { window }),
    ...(filter && { filter }),
    orderBy: readOrderKeys(node.withinGroup ? [node.withinGroup] : node.orderBy, context),
    span: spanOfTokens(context, first, callEnd(node, first, context)),
  };
}

function readRowCall(node: ExprCall, first: number, context: AstContext): Expression {
  const last = closingIndex(context, first + 1);
  return { kind: 'row', args: readExpressions(node.args, context), span: spanOfTokens(context, first, last) };
}

function readWindow({ over }: ExprCall, context: AstContext): readonly Expression[] {
  return [
    ...readExpressions(over?.partitionBy, context),
    ...readOrderKeys(over?.orderBy, context).map(({ expression }) => expression),
  ];
}

function argumentsEnd(first: number, context: AstContext): number {
  return closingIndex(context, nextParenthesis(context, qualifiedNameEnd(context, first)));
}

function callEnd(node: ExprCall, first: number, context: AstContext): number {
  let last = argumentsEnd(first, context);
  if (node.withinGroup) last = closingIndex(context, last + 3);
  if (node.filter) last = closingIndex(context, last + 2);
  return node.over ? closingIndex(context, last + 2) : last;
}

/** The tree puts what stands in FILTER (WHERE …) at the word FILTER. */
function atFilter(node: ExprCall, first: number, filter: Expr, context: AstContext): Expr {
  const end = argumentsEnd(first, context);
  const keyword = node.withinGroup ? closingIndex(context, end + 3) + 1 : end + 1;
  if (wordAt(context, keyword) !== 'filter') return notRead('FILTER that is not where it should be');
  let token = keyword + 3;
  while (isAt(context, token, '(')) token++;
  const span = spanOfTokens(context, token, token);
  return { ...filter, _location: span };
}

export function readOrderKeys(
  keys: readonly OrderByStatement[] | null | undefined,
  context: AstContext,
): readonly OrderKey[] {
  return (keys ?? []).map((key) => {
    const expression = readExpression(key.by, context);
    const descending = key.order === 'DESC';
    return {
      expression,
      descending,
      nullsFirst: key.nulls === 'FIRST' || (key.nulls !== 'LAST' && descending),
      span: orderKeySpan(context, expression.span),
    };
  });
}

export function readExtract(node: ExprExtract, context: AstContext): CallExpression {
  const first = firstToken(node, context);
  const field: Expression = {
    kind: 'constant',
    type: 'string',
    value: node.field.name,
    span: spanOfTokens(context, first + 2, first + 2),
  };
  return readForm('extract', [field, readExpression(node.from, context)], first, context);
}

export function readSubstring(node: ExprSubstring, context: AstContext): CallExpression {
  // Without FROM, PostgreSQL adds a start of 1 that stands nowhere.
  if (!node.from) return notRead('substring without FROM');
  const args = [node.value, node.from, ...(node.for ? [node.for] : [])];
  return readForm('substring', readExpressions(args, context), firstToken(node, context), context);
}

export function readOverlay(node: ExprOverlay, context: AstContext): CallExpression {
  const args = [node.value, node.placing, node.from, ...(node.for ? [node.for] : [])];
  return readForm('overlay', readExpressions(args, context), firstToken(node, context), context);
}

function readForm(
  name: string,
  args: readonly Expression[],
  first: number,
  context: AstContext,
): CallExpression {
  const last = closingIndex(context, nextParenthesis(context, first));
  return { kind: 'call', name, args, ...PLAIN, span: spanOfTokens(context, first, last) };
}

/** CURRENT_TIMESTAMP, CURRENT_USER, … */
export function readValueKeyword(keyword: ValueKeyword, first: number, context: AstContext): Expression {
  if (keyword === 'distinct') return notRead('DISTINCT as a value');
  const last = isAt(context, first + 1, '(') ? closingIndex(context, first + 1) : first;
  return { kind: 'call', name: keyword, args: [], ...PLAIN, span: spanOfTokens(context, first, last) };
}
