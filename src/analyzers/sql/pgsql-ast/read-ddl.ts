import type {
  AlterEnumType,
  DropFunctionStatement,
  DropStatement,
  Statement as AstStatement,
} from 'pgsql-ast-parser';
import { readObjectLayout } from '../ddl-layout';
import type { DdlStatement, DropObjects, OtherStatement, Rename } from '../model';
import { spanOfTokens, wholeRange } from '../token-text';
import { type AstContext, notRead } from './ast-context';
import { readAlterIndex, readAlterTable } from './read-alter';
import { readCreateFunction, readCreateSchema, readCreateType, readCreateView } from './read-create-other';
import { readCreateTable } from './read-create-table';
import { readName } from './read-from';
import { readCreateIndex } from './read-index';
import { readSetTimeZone, readSetVariable, readTransactionControl } from './read-session';

/** Any statement that is no query. */
export function readDdl(node: AstStatement, context: AstContext): DdlStatement | OtherStatement {
  switch (node.type) {
    case 'create table':
      return readCreateTable(node, context);
    case 'create index':
      return readCreateIndex(node, context);
    case 'alter table':
      return readAlterTable(node, context);
    case 'alter index':
      return readAlterIndex(node, context);
    case 'create view':
    case 'create materialized view':
      return readCreateView(node, context);
    case 'create function':
      return readCreateFunction(node, context);
    case 'create schema':
      return readCreateSchema(node, context);
    case 'create enum':
    case 'create composite type':
      return readCreateType(node, context);
    case 'alter enum':
      return readAlterEnum(node, context);
    case 'drop function':
      return readDropFunction(node, context);
    case 'drop table':
    case 'drop index':
    case 'drop type':
    case 'drop sequence':
    case 'drop trigger':
      return readDrop(node, context);
    default:
      return readSessionStatement(node, context);
  }
}

function readSessionStatement(node: AstStatement, context: AstContext): DdlStatement | OtherStatement {
  switch (node.type) {
    case 'set':
      return readSetVariable(node, context);
    case 'set timezone':
      return readSetTimeZone(node, context);
    case 'begin':
    case 'start transaction':
      return readTransactionControl('begin', context);
    case 'commit':
    case 'rollback':
      return readTransactionControl(node.type, context);
    default:
      return readOther(node.type, context);
  }
}

/** PostgreSQL's names of the statements that the model does not describe. */
const OTHERS: Readonly<Partial<Record<AstStatement['type'], string>>> = {
  comment: 'Comment',
  'create extension': 'CreateExtension',
  'create sequence': 'CreateSeq',
  'alter sequence': 'AlterSeq',
  'truncate table': 'Truncate',
  'refresh materialized view': 'RefreshMatView',
  prepare: 'Prepare',
  deallocate: 'Deallocate',
  show: 'VariableShow',
  do: 'Do',
};

function readOther(type: AstStatement['type'], context: AstContext): OtherStatement {
  const { first, last } = wholeRange(context);
  const what = OTHERS[type] ?? notRead(type);
  return { kind: 'other', span: spanOfTokens(context, first, last), what };
}

/** ALTER TYPE, of any type. */
function readAlterEnum({ name, change }: AlterEnumType, context: AstContext): Rename | OtherStatement {
  const { first, last } = wholeRange(context);
  const span = spanOfTokens(context, first, last);
  if (change.type === 'add value') return { kind: 'other', span, what: 'AlterEnum' };
  return {
    kind: 'rename',
    span,
    object: 'type',
    ifExists: false,
    name: readName(name, context),
    to: change.to.name,
  };
}

const OBJECTS: Readonly<Record<DropStatement['type'], DropObjects['object']>> = {
  'drop table': 'table',
  'drop index': 'index',
  'drop type': 'type',
  'drop sequence': 'other',
  'drop trigger': 'other',
};

function readDrop(node: DropStatement, context: AstContext): DropObjects {
  const { first, last } = wholeRange(context);
  const object = OBJECTS[node.type];
  return {
    kind: 'drop',
    span: spanOfTokens(context, first, last),
    object,
    names: object === 'other' ? [] : node.names.map((name) => readName(name, context)),
    concurrently: node.concurrently === true,
    ifExists: node.ifExists === true,
    cascade: node.cascade === 'cascade',
    afterObjectKeyword: readObjectLayout(context, first).afterKeyword,
  };
}

function readDropFunction(node: DropFunctionStatement, context: AstContext): DropObjects {
  const { first, last } = wholeRange(context);
  return {
    kind: 'drop',
    span: spanOfTokens(context, first, last),
    object: 'function',
    names: [readName(node.name, context)],
    concurrently: false,
    ifExists: node.ifExists === true,
    cascade: false,
    afterObjectKeyword: readObjectLayout(context, first).afterKeyword,
  };
}
