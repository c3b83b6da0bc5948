import * as vscode from 'vscode';
import { countIndexes } from '../count-words';
import type { KnownRelation } from '../../analyzers/maintenance/maintenance-question';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ConnectedDatabase } from '../connected-database';
import { type DatabaseObject, objectOf } from '../database-object';
import type { MaintenancePorts } from './maintenance-ports';

export interface ChosenTable {
  readonly database: ConnectedDatabase;
  readonly table: RelationName;
}

export interface ChosenIndex extends ChosenTable {
  readonly index: string;
}

/** The database of a row, the only one that is connected, or the one that a person picks. */
export async function chooseDatabase(
  node: unknown,
  ports: Pick<MaintenancePorts, 'databases' | 'connect'>,
): Promise<ConnectedDatabase | undefined> {
  const databases = ports.databases();
  const object = objectOf(node);
  if (object) {
    const database = databases.find(({ id }) => id === object.connectionId);
    if (database === undefined) {
      vscode.window.showInformationMessage(vscode.l10n.t('This database is not connected any more.'));
    }
    return database;
  }
  const [only] = databases;
  if (only === undefined) return ports.connect();
  if (databases.length === 1) return only;
  const items = databases.map((database) => ({
    label: database.name,
    description: database.target,
    database,
  }));
  const placeHolder = vscode.l10n.t('On which database?');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.database;
}

/** The table of a row, or the one that a person picks. */
export async function chooseTable(
  node: unknown,
  placeHolder: string,
  ports: MaintenancePorts,
): Promise<ChosenTable | undefined> {
  const database = await chooseDatabase(node, ports);
  if (database === undefined) return undefined;
  const object = objectOf(node);
  if (object?.kind === 'table' || object?.kind === 'index') return { database, table: object.table };
  const relations = within(object, await ports.ask(database, { kind: 'relations' }));
  // An empty list would wait for a choice that nobody can make.
  if (relations.length === 0) {
    vscode.window.showInformationMessage(vscode.l10n.t('There is no table to choose from.'));
    return undefined;
  }
  const items = relations.map(({ schema, name, isPartitioned, indexes }) => ({
    label: name,
    description: schema,
    detail: describeTable(isPartitioned, indexes.length),
    table: { schema, name },
  }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
  return choice && { database, table: choice.table };
}

/** The index of a row, or the one that a person picks. */
export async function chooseIndex(
  node: unknown,
  placeHolder: string,
  ports: MaintenancePorts,
): Promise<ChosenIndex | undefined> {
  const database = await chooseDatabase(node, ports);
  if (database === undefined) return undefined;
  const object = objectOf(node);
  if (object?.kind === 'index') return { database, table: object.table, index: object.index };
  const relations = within(object, await ports.ask(database, { kind: 'relations' }));
  const items = relations.flatMap(({ schema, name, indexes }) =>
    indexes.map((index) => ({
      label: index,
      description: `${schema}.${name}`,
      choice: { database, table: { schema, name }, index },
    })),
  );
  if (items.length === 0) {
    vscode.window.showInformationMessage(vscode.l10n.t('There is no index to choose from.'));
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.choice;
}

function within(
  object: DatabaseObject | undefined,
  relations: readonly KnownRelation[],
): readonly KnownRelation[] {
  if (object?.kind === 'schema') return relations.filter(({ schema }) => schema === object.schema);
  if (object?.kind !== 'table') return relations;
  const { schema, name } = object.table;
  return relations.filter((relation) => relation.schema === schema && relation.name === name);
}

function describeTable(isPartitioned: boolean, indexes: number): string {
  const { l10n } = vscode;
  const count = countIndexes(indexes, l10n);
  return isPartitioned ? l10n.t('partitioned, {0}', count) : count;
}
