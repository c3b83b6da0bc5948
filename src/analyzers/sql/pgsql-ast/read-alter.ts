import type {
  AlterIndexStatement,
  AlterTableStatement,
  TableAlteration,
  TableAlterationAlterColumn,
} from 'pgsql-ast-parser';
import { itemEnd } from '../ddl-layout';
import type { AlterIndex, AlterTable, AlterTableAction, Rename } from '../model';
import { spanOfTokens, wholeRange } from '../token-text';
import { type AstContext, firstToken, notRead } from './ast-context';
import { readColumnDefinition } from './read-column-definition';
import { readConstraint } from './read-constraint';
import { readExpression } from './read-expression';
import { readName } from './read-from';
import { readTypeName } from './read-type-name';

export function readAlterTable(node: AlterTableStatement, context: AstContext): AlterTable | Rename {
  const { first, last } = wholeRange(context);
  const span = spanOfTokens(context, first, last);
  const name = readName(node.table, context);
  const ifExists = node.ifExists === true;
  const [change] = node.changes;
  const renamed = node.changes.length === 1 && change ? readRename(change) : undefined;
  if (renamed) return { kind: 'rename', span, ifExists, name, ...renamed };
  return {
    kind: 'alter-table',
    span,
    name,
    ifExists,
    only: node.only === true,
    actions: node.changes.map((action) => readAction(action, name.name, context)),
  };
}

/** RENAME stands among the actions of ALTER TABLE here, and is a statement of its own to PostgreSQL. */
function readRename(change: TableAlteration): Pick<Rename, 'object' | 'part' | 'to'> | undefined {
  switch (change.type) {
    case 'rename':
      return { object: 'table', to: change.to.name };
    case 'rename column':
      return { object: 'column', part: change.column.name, to: change.to.name };
    case 'rename constraint':
      return { object: 'constraint', part: change.constraint.name, to: change.to.name };
    default:
      return undefined;
  }
}

function readAction(change: TableAlteration, table: string, context: AstContext): AlterTableAction {
  switch (change.type) {
    case 'add column': {
      const column = readColumnDefinition(change.column, table, context);
      return { kind: 'add-column', column, ifNotExists: change.ifNotExists === true };
    }
    case 'drop column':
      return {
        kind: 'drop-column',
        column: change.column.name,
        ifExists: change.ifExists === true,
        cascade: change.behaviour === 'cascade',
      };
    case 'drop constraint':
      return {
        kind: 'drop-constraint',
        name: change.constraint.name,
        ifExists: change.ifExists === true,
        cascade: change.behaviour === 'cascade',
      };
    case 'add constraint': {
      const start = firstToken(change.constraint, context);
      const range = { first: start, last: itemEnd(context, start, wholeRange(context).last) };
      const constraint = readConstraint(change.constraint, range, context);
      return constraint ? { kind: 'add-constraint', constraint } : notRead('ADD CONSTRAINT');
    }
    case 'alter column':
      return readAlterColumn(change, context);
    case 'owner':
      return { kind: 'other', what: 'ChangeOwner' };
    default:
      return notRead(`${change.type} among other actions`);
  }
}

function readAlterColumn(
  { column: { name: column }, alter }: TableAlterationAlterColumn,
  context: AstContext,
): AlterTableAction {
  switch (alter.type) {
    case 'set type':
      return { kind: 'alter-type', column, type: readTypeName(alter.dataType) };
    case 'set default':
      return { kind: 'set-default', column, default: readExpression(alter.default, context) };
    case 'add generated':
      return alter.expression ? notRead('ADD GENERATED AS') : { kind: 'add-identity', column };
    case 'drop default':
      return { kind: 'drop-default', column };
    case 'set not null':
      return { kind: 'set-not-null', column };
    case 'drop not null':
      return { kind: 'drop-not-null', column };
  }
}

export function readAlterIndex(node: AlterIndexStatement, context: AstContext): AlterIndex | Rename {
  const { first, last } = wholeRange(context);
  const span = spanOfTokens(context, first, last);
  const name = readName(node.index, context);
  const ifExists = node.ifExists === true;
  return node.change.type === 'rename'
    ? { kind: 'rename', span, object: 'index', ifExists, name, to: node.change.to.name }
    : { kind: 'alter-index', span, name, ifExists, action: { kind: 'other' } };
}
