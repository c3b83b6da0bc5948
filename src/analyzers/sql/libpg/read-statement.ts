import type { Statement } from '../model';
import { spanOfTokens } from '../token-text';
import type { ReadContext } from './read-context';
import { readDdl } from './read-ddl';
import { readQuery } from './read-query';
import type { TreeNode } from './tree';

export function readStatement(node: TreeNode, context: ReadContext): Statement {
  return readQuery(node, context.range, context) ?? readDdl(node, context) ?? other(node, context);
}

function other({ type }: TreeNode, context: ReadContext): Statement {
  const { first, last } = context.range;
  return { kind: 'other', span: spanOfTokens(context, first, last), what: type.replace(/Stmt$/, '') };
}
