import * as vscode from 'vscode';
import type { DraftedIndex, IndexDraft } from '../../analyzers/maintenance/maintenance-question';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { Table } from '../../analyzers/schema/snapshot';
import type { ConnectedDatabase } from '../connected-database';
import { localize } from '../localize';
import { chooseColumns } from './choose-columns';
import type { ChosenTable } from './choose-object';
import { draftOf, INDEX_METHODS, type IndexMethod, type PickedColumn, type PickedIndex } from './index-draft';
import type { MaintenancePorts } from './maintenance-ports';
import { describeNameProblem } from './name-problem';

/** An index that a person picks: method, columns in their order, and what else it has. */
export async function createIndexAction(
  { database, table }: ChosenTable,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const known = await ports.ask(database, { kind: 'table', table });
  if (known === undefined) return undefined;
  const method = await chooseMethod();
  if (method === undefined) return undefined;
  const { hasOrder, mostKeys } = method;
  const keys = await chooseColumns(known.table.columns, { mayDescend: hasOrder, mostKeys });
  if (keys === undefined) return undefined;
  const bare: PickedIndex = { method: method.name, unique: false, keys, include: [] };
  const isReadable = (picked: PickedIndex) => draft(database, draftOf(table, picked), ports);
  const picked = await chooseRest(bare, method, known.table, isReadable);
  if (picked === undefined) return undefined;
  return createDrafted(database, draftOf(table, picked), ports);
}

/** An index that is known in words, under a name that a person may change. */
export async function createDrafted(
  database: ConnectedDatabase,
  wanted: IndexDraft,
  ports: MaintenancePorts,
): Promise<MaintenanceAction | undefined> {
  const drafted = await draft(database, wanted, ports);
  if (drafted.kind === 'problem') {
    vscode.window.showWarningMessage(localize(drafted.message));
    return undefined;
  }
  const { action } = drafted;
  if (action.kind === 'index-partitions') return action;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the index'),
    value: action.index.name,
    ignoreFocusOut: true,
    validateInput: describeNameProblem,
  });
  return name === undefined ? undefined : { ...action, index: { ...action.index, name } };
}

function draft(
  database: ConnectedDatabase,
  wanted: IndexDraft,
  ports: MaintenancePorts,
): Promise<DraftedIndex> {
  return ports.ask(database, { kind: 'draft-index', draft: wanted });
}

async function chooseMethod(): Promise<IndexMethod | undefined> {
  const { l10n } = vscode;
  const uses: Readonly<Record<string, string>> = {
    btree: l10n.t('=, ranges and order: nearly always'),
    gin: l10n.t('what is in arrays, jsonb and texts'),
    brin: l10n.t('ranges of a column whose values grow with the table; tiny'),
    gist: l10n.t('geometry, ranges that overlap, nearest neighbours'),
    hash: l10n.t('= of long values, nothing else'),
    spgist: l10n.t('points, prefixes and networks'),
  };
  const items = INDEX_METHODS.map((method) => ({
    label: method.name,
    description: uses[method.name] ?? '',
    method,
  }));
  const placeHolder = l10n.t('The access method');
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.method;
}

type Reading = (picked: PickedIndex) => Promise<DraftedIndex>;

async function chooseRest(
  bare: PickedIndex,
  method: IndexMethod,
  table: Table,
  read: Reading,
): Promise<PickedIndex | undefined> {
  const { l10n } = vscode;
  const unique = { label: l10n.t('Unique'), description: l10n.t('no two rows with the same key') };
  const partial = {
    label: l10n.t('Condition'),
    description: l10n.t('only rows for which it holds (partial index)'),
  };
  const include = {
    label: l10n.t('Included columns'),
    description: l10n.t('read from the index, not searched by'),
  };
  const items = [...(method.mayBeUnique ? [unique] : []), partial, ...(method.mayInclude ? [include] : [])];
  const placeHolder = l10n.t('What else? Nothing is needed.');
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return undefined;
  let picked = { ...bare, unique: chosen.includes(unique) };
  if (chosen.includes(include)) {
    const columns = await chooseIncluded(table, bare.keys);
    if (columns === undefined) return undefined;
    picked = { ...picked, include: columns };
  }
  if (!chosen.includes(partial)) return picked;
  const predicate = await askCondition(picked, read);
  return predicate === undefined ? undefined : { ...picked, predicate };
}

async function chooseIncluded(
  { columns }: Table,
  keys: readonly PickedColumn[],
): Promise<readonly string[] | undefined> {
  const items = columns
    .filter(({ name }) => !keys.some(({ column }) => column === name))
    .map(({ name, type }) => ({ label: name, description: type.name }));
  const placeHolder = vscode.l10n.t('The included columns');
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder,
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return chosen?.map(({ label }) => label);
}

function askCondition(picked: PickedIndex, read: Reading): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Condition of the index'),
    prompt: vscode.l10n.t("As behind WHERE: state = 'open'. Queries must have it too."),
    ignoreFocusOut: true,
    validateInput: async (predicate) => {
      if (predicate.trim() === '') return vscode.l10n.t('A condition is needed.');
      const drafted = await read({ ...picked, predicate });
      return drafted.kind === 'problem' ? localize(drafted.message) : undefined;
    },
  });
}
