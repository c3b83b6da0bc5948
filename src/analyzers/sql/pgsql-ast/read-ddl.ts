import type { Statement as AstStatement } from 'pgsql-ast-parser';
import type { DdlStatement } from '../model';
import { type AstContext, notRead } from './ast-context';

export function readDdl(node: AstStatement, context: AstContext): DdlStatement {
  return notRead(node.type + context.text.length);
}
