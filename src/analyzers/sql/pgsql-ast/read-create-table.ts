import type { CreateColumnDef, CreateColumnsLikeTable, CreateTableStatement } from 'pgsql-ast-parser';
import { itemEnd } from '../ddl-layout';
import type { CreateTable, LikeClause, LikePart } from '../model';
import { spanOfTokens, wholeRange } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readColumnDefinition } from './read-column-definition';
import { readConstraint } from './read-constraint';
import { readName } from './read-from';

export function readCreateTable(node: CreateTableStatement, context: AstContext): CreateTable {
  const { first, last } = wholeRange(context);
  const columns = node.columns.filter((column): column is CreateColumnDef => column.kind === 'column');
  const likes = node.columns.filter(
    (column): column is CreateColumnsLikeTable => column.kind === 'like table',
  );
  return {
    kind: 'create-table',
    span: spanOfTokens(context, first, last),
    name: readName(node.name, context),
    ifNotExists: node.ifNotExists === true,
    persistence: node.temporary === true ? 'temporary' : node.unlogged === true ? 'unlogged' : 'permanent',
    columns: columns.map((column) => readColumnDefinition(column, node.name.name, context)),
    constraints: (node.constraints ?? []).flatMap((constraint) => {
      const start = firstToken(constraint, context);
      const range = { first: start, last: itemEnd(context, start, last) };
      return readConstraint(constraint, range, context) ?? [];
    }),
    inherits: (node.inherits ?? []).map((parent) => readName(parent, context)),
    like: likes.map((like) => readLike(like, context)),
    as: false,
  };
}

const PARTS: readonly LikePart[] = ['constraints', 'defaults', 'generated', 'identity', 'indexes'];

/** This grammar knows no part but ALL, whatever its types say. */
function readLike({ like, options }: CreateColumnsLikeTable, context: AstContext): LikeClause {
  if (options.some(({ option }) => option !== 'all')) return notRead('a part of LIKE');
  const last = options.at(-1);
  return { table: readName(like, context), including: last?.verb === 'including' ? PARTS : [] };
}
