import { itemEnd } from '../ddl-layout';
import type { AlterIndex, AlterTable, AlterTableAction, Expression } from '../model';
import { spanOfTokens } from '../token-text';
import { readColumnDefinition } from './read-column-definition';
import { readConstraint } from './read-constraint';
import { type ReadContext, readRangeVarName, tokenOf } from './read-context';
import { readExpression } from './read-expression';
import { readOptions } from './read-options';
import { readTypeName } from './read-type-name';
import { bodiesAt, type Fields, fieldsAt, flagAt, namesAt, nodeAt, textAt } from './tree';

export function readAlterTable(fields: Fields, context: ReadContext): AlterTable {
  const { first, last } = context.range;
  const relation = fieldsAt(fields, 'relation') ?? {};
  const name = readRangeVarName(relation, context);
  return {
    kind: 'alter-table',
    span: spanOfTokens(context, first, last),
    name,
    ifExists: flagAt(fields, 'missing_ok'),
    only: !flagAt(relation, 'inh'),
    actions: bodiesAt(fields, 'cmds', 'AlterTableCmd').flatMap((command) =>
      readAction(command, name.name, context),
    ),
  };
}

/** Any action that nothing of the schema depends on is `other`, with PostgreSQL's word for it: `ValidateConstraint`. */
function readAction(command: Fields, table: string, context: ReadContext): readonly AlterTableAction[] {
  const subtype = (textAt(command, 'subtype') ?? '').replace(/^AT_/, '');
  const definition = nodeAt(command, 'def')?.fields ?? {};
  switch (subtype) {
    case 'AddColumn': {
      const column = readColumnDefinition(definition, table, context);
      return [{ kind: 'add-column', column, ifNotExists: flagAt(command, 'missing_ok') }];
    }
    case 'AddConstraint':
      return readAddConstraint(definition, context);
    case 'AttachPartition':
    case 'DetachPartition': {
      const partition = readRangeVarName(fieldsAt(definition, 'name') ?? {}, context);
      return [{ kind: subtype === 'AttachPartition' ? 'attach-partition' : 'detach-partition', partition }];
    }
    case 'AddInherit':
    case 'DropInherit': {
      const parent = readRangeVarName(definition, context);
      return [{ kind: subtype === 'AddInherit' ? 'inherit' : 'no-inherit', parent }];
    }
    case 'SetLogged':
    case 'SetUnLogged':
      return [{ kind: 'set-persistence', persistence: subtype === 'SetLogged' ? 'permanent' : 'unlogged' }];
    case 'SetRelOptions':
      return [{ kind: 'set-options', options: readOptions(definition, 'items') }];
    default:
      return [readNamedAction(subtype, command, context)];
  }
}

function readAddConstraint(definition: Fields, context: ReadContext): readonly AlterTableAction[] {
  if (textAt(definition, 'contype') === 'CONSTR_NOTNULL') {
    const name = textAt(definition, 'conname');
    return namesAt(definition, 'keys').map((column) => ({
      kind: 'set-not-null',
      column,
      ...(name !== undefined && { name }),
    }));
  }
  const first = tokenOf(definition, context);
  const range = { first, last: itemEnd(context, first, context.range.last) };
  const constraint = readConstraint(definition, range, context);
  return constraint ? [{ kind: 'add-constraint', constraint }] : [];
}

const COLUMN_ACTIONS: Readonly<
  Record<
    string,
    'set-not-null' | 'drop-not-null' | 'drop-expression' | 'add-identity' | 'drop-identity' | undefined
  >
> = {
  SetNotNull: 'set-not-null',
  DropNotNull: 'drop-not-null',
  DropExpression: 'drop-expression',
  AddIdentity: 'add-identity',
  DropIdentity: 'drop-identity',
};

/** An action on the column or constraint that the command names. */
function readNamedAction(subtype: string, command: Fields, context: ReadContext): AlterTableAction {
  const name = textAt(command, 'name') ?? '';
  const ifExists = flagAt(command, 'missing_ok');
  const cascade = textAt(command, 'behavior') === 'DROP_CASCADE';
  const kind = COLUMN_ACTIONS[subtype];
  if (kind !== undefined) return { kind, column: name };
  switch (subtype) {
    case 'DropColumn':
      return { kind: 'drop-column', column: name, ifExists, cascade };
    case 'DropConstraint':
      return { kind: 'drop-constraint', name, ifExists, cascade };
    case 'AlterColumnType':
      return readAlterType(nodeAt(command, 'def')?.fields ?? {}, name);
    case 'ColumnDefault':
      return changeDefault(name, readDefinition(command, context));
    case 'SetExpression': {
      const expression = readDefinition(command, context);
      return expression ? { kind: 'set-default', column: name, default: expression } : other(subtype);
    }
    default:
      return other(subtype);
  }
}

function other(what: string): AlterTableAction {
  return { kind: 'other', what };
}

function readDefinition(command: Fields, context: ReadContext): Expression | undefined {
  const node = nodeAt(command, 'def');
  return node && readExpression(node, context);
}

function changeDefault(column: string, expression: Expression | undefined): AlterTableAction {
  return expression ? { kind: 'set-default', column, default: expression } : { kind: 'drop-default', column };
}

function readAlterType(definition: Fields, column: string): AlterTableAction {
  const collation = namesAt(fieldsAt(definition, 'collClause') ?? {}, 'collname').at(-1);
  return {
    kind: 'alter-type',
    column,
    type: readTypeName(fieldsAt(definition, 'typeName') ?? {}),
    ...(collation !== undefined && { collation }),
  };
}

/** PostgreSQL's grammar makes one node of ALTER TABLE and ALTER INDEX. */
export function readAlterIndex(fields: Fields, context: ReadContext): AlterIndex {
  const { first, last } = context.range;
  return {
    kind: 'alter-index',
    span: spanOfTokens(context, first, last),
    name: readRangeVarName(fieldsAt(fields, 'relation') ?? {}, context),
    ifExists: flagAt(fields, 'missing_ok'),
    action: readIndexAction(bodiesAt(fields, 'cmds', 'AlterTableCmd')[0] ?? {}, context),
  };
}

function readIndexAction(command: Fields, context: ReadContext): AlterIndex['action'] {
  const definition = nodeAt(command, 'def')?.fields ?? {};
  switch (textAt(command, 'subtype')) {
    case 'AT_AttachPartition':
      return {
        kind: 'attach-partition',
        partition: readRangeVarName(fieldsAt(definition, 'name') ?? {}, context),
      };
    case 'AT_SetRelOptions':
      return { kind: 'set-options', options: readOptions(definition, 'items') };
    default:
      return { kind: 'other' };
  }
}
