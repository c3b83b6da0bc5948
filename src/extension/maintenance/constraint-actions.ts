import * as vscode from 'vscode';
import type { IndexDefinition } from '../../analyzers/indexes/index-definition';
import type { KeyConstraint } from '../../analyzers/indexes/print-ddl';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { Table } from '../../analyzers/schema/snapshot';
import { localize } from '../localize';
import { chooseColumns } from './choose-columns';
import type { ChosenIndex, ChosenTable } from './choose-object';
import { draftOf } from './index-draft';
import { describeNameProblem } from './name-problem';
import type { MaintenancePorts } from './maintenance-ports';

/** Rebuilds the index of a PRIMARY KEY or UNIQUE, and swaps both in one moment. */
export async function constraintSwap(
  { database, table, index }: ChosenIndex,
  definition: IndexDefinition,
  { loadPostgres }: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const { constraint } = definition;
  if (!constraint || constraint.kind === 'exclude') {
    vscode.window.showInformationMessage(
      vscode.l10n.t('{0} belongs to an exclusion constraint, which cannot be swapped.', index),
    );
    return undefined;
  }
  const uses = await loadPostgres().readIndexUses(database.reader, { schema: table.schema, name: index });
  const deferrable = uses?.constraintIsDeferrable === true && {
    deferrable: uses.constraintIsDeferred
      ? ('initially-deferred' as const)
      : ('initially-immediate' as const),
  };
  const key: KeyConstraint = { kind: constraint.kind, name: constraint.name, ...deferrable };
  return { kind: 'add-constraint', table, constraint: key, index: definition, replaces: true };
}

/** A PRIMARY KEY or UNIQUE whose index is built beforehand. */
export async function addConstraintAction(
  { database, table }: ChosenTable,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const known = await ports.ask(database, { kind: 'table', table });
  if (known === undefined) return undefined;
  const kind = await chooseKind(known.table);
  if (kind === undefined) return undefined;
  const columns = await chooseColumns(known.table.columns, { mayDescend: false });
  if (columns === undefined) return undefined;
  const draft = draftOf(table, { method: 'btree', unique: true, keys: columns, include: [] });
  const drafted = await ports.ask(database, { kind: 'draft-index', draft });
  if (drafted.kind === 'problem') {
    vscode.window.showWarningMessage(localize(drafted.message));
    return undefined;
  }
  const names = columns.map(({ column }) => column);
  const name = await askName(kind === 'primary-key' ? [table.name, 'pkey'] : [table.name, ...names, 'key']);
  if (name === undefined) return undefined;
  const { index } = drafted.action;
  return {
    kind: 'add-constraint',
    table,
    constraint: { kind, name },
    index: { ...index, name },
    replaces: false,
  };
}

/** A table has one primary key at most. */
async function chooseKind({ constraints }: Table): Promise<KeyConstraint['kind'] | undefined> {
  if (constraints.some(({ kind }) => kind === 'primary-key')) return 'unique';
  const items = [
    { label: 'PRIMARY KEY', constraint: 'primary-key' as const },
    { label: 'UNIQUE', constraint: 'unique' as const },
  ];
  const placeHolder = vscode.l10n.t('Which constraint?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.constraint;
}

async function askName(words: readonly string[]): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the constraint'),
    prompt: vscode.l10n.t('Its index has the same name.'),
    value: words.join('_'),
    ignoreFocusOut: true,
    validateInput: describeNameProblem,
  });
}
