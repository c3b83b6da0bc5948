import { isWritten } from './read-context';
import { type Fields, isFields, toNode, type TreeNode } from './tree';

const EXPRESSIONS = new Set(
  `A_ArrayExpr A_Const A_Expr A_Indirection BoolExpr BooleanTest CaseExpr CoalesceExpr CollateClause ColumnRef FuncCall GroupingFunc
  JsonArrayAgg JsonIsPredicate JsonObjectAgg MinMaxExpr NullTest ParamRef RowExpr SQLValueFunction SubLink TypeCast XmlExpr`.split(
    /\s+/,
  ),
);

/**
 * The outermost expressions anywhere below, in the order of the tree. Not those of a query below (`JSON_ARRAY(SELECT …)`), whose columns
 * mean something else, and no constants that PostgreSQL adds.
 */
export function findExpressions(fields: Fields): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const pending: unknown[] = [fields];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const node = toNode(value);
    if (node && EXPRESSIONS.has(node.type)) {
      if (isWritten(node)) found.push(node);
    } else if (node?.type !== 'SelectStmt') {
      for (const child of childrenOf(value).toReversed()) pending.push(child);
    }
  }
  return found;
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isFields(value) ? Object.values(value) : [];
}
