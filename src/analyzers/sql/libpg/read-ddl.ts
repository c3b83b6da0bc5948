import type { DdlStatement } from '../model';
import { readAlterIndex, readAlterTable } from './read-alter-table';
import type { ReadContext } from './read-context';
import { readCreateSchema, readCreateType, readCreateView } from './read-create-other';
import { readCreateTable, readCreateTableAs } from './read-create-table';
import { readAlterFunction, readCreateFunction } from './read-function';
import { readCreateIndex } from './read-index';
import { readDrop, readReindex, readRename, readSetSchema } from './read-object-change';
import { readAlterSetting, readSetVariable, readTransactionControl } from './read-session';
import { type Fields, textAt, type TreeNode } from './tree';

/** Statements that define or change the schema; `undefined` for any other. */
export function readDdl(node: TreeNode, context: ReadContext): DdlStatement | undefined {
  const { type, fields } = node;
  switch (type) {
    case 'CreateStmt':
      return readCreateTable(fields, context);
    case 'CreateTableAsStmt':
      return textAt(fields, 'objtype') === 'OBJECT_MATVIEW'
        ? readCreateView(fields, true, context)
        : readCreateTableAs(fields, context);
    case 'IndexStmt':
      return readCreateIndex(fields, context);
    case 'AlterTableStmt':
      return readAlter(fields, context);
    case 'DropStmt':
      return readDrop(fields, context);
    case 'RenameStmt':
      return readRename(fields, context);
    case 'AlterObjectSchemaStmt':
      return readSetSchema(fields, context);
    case 'ReindexStmt':
      return readReindex(fields, context);
    default:
      return readSessionStatement(type, fields, context) ?? readCreate(node, context);
  }
}

/** Views, types and foreign tables are altered by nodes of the same kind. */
function readAlter(fields: Fields, context: ReadContext): DdlStatement | undefined {
  switch (textAt(fields, 'objtype')) {
    case 'OBJECT_TABLE':
      return readAlterTable(fields, context);
    case 'OBJECT_INDEX':
      return readAlterIndex(fields, context);
    default:
      return undefined;
  }
}

function readSessionStatement(type: string, fields: Fields, context: ReadContext): DdlStatement | undefined {
  switch (type) {
    case 'VariableSetStmt':
      return readSetVariable(fields, context);
    case 'AlterDatabaseSetStmt':
      return readAlterSetting('database', fields, context);
    case 'AlterRoleSetStmt':
      return readAlterSetting('role', fields, context);
    case 'TransactionStmt':
      return readTransactionControl(fields, context);
    default:
      return undefined;
  }
}

function readCreate(node: TreeNode, context: ReadContext): DdlStatement | undefined {
  const { type, fields } = node;
  switch (type) {
    case 'ViewStmt':
      return readCreateView(fields, false, context);
    case 'CreateFunctionStmt':
      return readCreateFunction(fields, context);
    case 'AlterFunctionStmt':
      return readAlterFunction(fields, context);
    case 'CreateSchemaStmt':
      return readCreateSchema(fields, context, readDdl);
    case 'CreateEnumStmt':
    case 'CreateDomainStmt':
    case 'CompositeTypeStmt':
    case 'CreateRangeStmt':
      return readCreateType(node, context);
    case 'DefineStmt':
      return textAt(fields, 'kind') === 'OBJECT_TYPE' ? readCreateType(node, context) : undefined;
    default:
      return undefined;
  }
}
