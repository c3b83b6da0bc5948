import ts from 'typescript';
import type { HoleContent } from '../draft';
import { HELPER_KINDS, isSqlNamespace } from './known-names';
import { pathOf, unwrap } from './parse';

/** Everything else of a library's namespace (`sql.json`, `sql.array`, `sql.typed`) is sent as a parameter. */
const PIECE_HELPERS = new Set(
  'join raw unsafe plain fragment literal lit empty values set spread merge and or indent query'.split(' '),
);

/** What a tagged template's library makes of an expression in it. */
export function contentInTagged(expression: ts.Expression): HoleContent {
  const bare = unwrap(expression);
  if (ts.isTaggedTemplateExpression(bare)) return 'piece';
  if (ts.isConditionalExpression(bare))
    return isPiece(bare.whenTrue) || isPiece(bare.whenFalse) ? 'piece' : 'bound';
  if (ts.isBinaryExpression(bare)) return isPiece(bare.right) ? 'piece' : 'bound';
  if (!ts.isCallExpression(bare) && !ts.isPropertyAccessExpression(bare)) return 'bound';
  const path = pathOf(bare);
  if (!isSqlNamespace(path)) return 'bound';
  const helper = path.at(-1) ?? '';
  if (HELPER_KINDS.get(helper) === 'name') return 'name';
  // `sql(rows)` of postgres.js: a list, columns with values, a name.
  return PIECE_HELPERS.has(helper) || isSqlNamespace([helper]) ? 'piece' : 'bound';
}

/** One look deep: a branch of a condition is mostly a template or a call. */
function isPiece(expression: ts.Expression): boolean {
  const bare = unwrap(expression);
  if (ts.isTaggedTemplateExpression(bare)) return true;
  const isHelper = ts.isCallExpression(bare) || ts.isPropertyAccessExpression(bare);
  return isHelper && contentInTagged(bare) === 'piece';
}
