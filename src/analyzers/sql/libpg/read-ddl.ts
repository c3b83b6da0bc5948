import type { DdlStatement } from '../model';
import type { ReadContext } from './read-context';
import type { TreeNode } from './tree';

/** Statements that define or change the schema; `undefined` for any other. */
export const readDdl: (node: TreeNode, context: ReadContext) => DdlStatement | undefined = () => undefined;
