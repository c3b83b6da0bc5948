import * as vscode from 'vscode';
import type { ConnectionSetting } from '../../postgres/connection/connection-setting';
import type { ConnectionWorld } from '../../postgres/connection/connection-world';
import type { Secret } from '../../postgres/connection/secret';
import { localize } from '../localize';
import type { PostgresRoom } from '../load-postgres';

/** A connection as it goes into the settings, and the password that must not. */
export interface FoundConnection {
  /** What it could be called. */
  readonly name: string;
  readonly setting: Omit<ConnectionSetting, 'name'>;
  readonly password?: Secret;
}

/** The lists of connections in other extensions' settings. */
export interface ForeignSettings {
  readonly sqlTools: unknown;
  readonly microsoft: unknown;
}

/** A way to say where a database is. */
export interface ConnectionSource {
  readonly label: string;
  readonly detail: string;
  /** Absent when the person closes a question. */
  readonly find: () => Promise<FoundConnection | undefined>;
}

export function sourcesOf(
  world: ConnectionWorld,
  foreign: ForeignSettings,
  postgres: PostgresRoom,
): readonly ConnectionSource[] {
  return [
    ...fromEnvFile(world, postgres),
    ...fromOtherExtensions(foreign, postgres),
    {
      label: vscode.l10n.t('Paste a connection string'),
      detail: vscode.l10n.t('postgresql://user:password@host:5432/database, as a provider shows it'),
      find: () => askForText(postgres),
    },
    {
      label: vscode.l10n.t('Enter host, database and user'),
      detail: vscode.l10n.t('What is left empty is found as libpq finds it'),
      find: askForParts,
    },
  ];
}

/** Their values stay in the file: the setting names the variables. */
export function fromEnvFile(
  { envFile }: ConnectionWorld,
  postgres: PostgresRoom,
): readonly ConnectionSource[] {
  if (envFile === undefined) return [];
  return postgres.findEnvConnections(envFile.text).map(({ setting, variables }) => ({
    label: vscode.l10n.t('Use {0}', variables[0] ?? setting.name),
    detail: vscode.l10n.t('From {0}. Its password stays there', envFile.path),
    find: () => Promise.resolve({ name: setting.name, setting }),
  }));
}

/** Without their passwords, which are asked for once. */
function fromOtherExtensions(
  { sqlTools, microsoft }: ForeignSettings,
  postgres: PostgresRoom,
): readonly ConnectionSource[] {
  const found = [
    { extension: 'SQLTools', ...postgres.importSqlTools(sqlTools) },
    { extension: 'PostgreSQL (Microsoft)', ...postgres.importMicrosoftPostgres(microsoft) },
  ];
  return found.flatMap(({ extension, settings, skipped }) => [
    ...settings.map((setting) => ({
      label: vscode.l10n.t('Import {0}', setting.name),
      detail: vscode.l10n.t('From the settings of {0}, without its password', extension),
      find: () => Promise.resolve({ name: setting.name, setting }),
    })),
    ...skipped.map((reason) => ({
      label: vscode.l10n.t('Cannot be imported from {0}', extension),
      detail: localize(reason),
      find: () => Promise.resolve(undefined),
    })),
  ]);
}

async function askForText(postgres: PostgresRoom): Promise<FoundConnection | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Connection string'),
    prompt: vscode.l10n.t('A password in it goes to the secret store of the editor, not into the settings.'),
    placeHolder: 'postgresql://user@localhost:5432/database',
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value.trim() === '') return undefined;
      const split = postgres.splitPassword(value);
      return split.kind === 'malformed' ? localize(split.problem) : undefined;
    },
  });
  if (text === undefined || text.trim() === '') return undefined;
  const split = postgres.splitPassword(text);
  if (split.kind === 'malformed') return undefined;
  const { password } = split;
  const parsed = postgres.parseConnectionText(split.text);
  const name = 'malformed' in parsed ? undefined : parsed.parameters['dbname'];
  return {
    name: name ?? 'postgres',
    setting: { uri: split.text },
    ...(password !== undefined && { password }),
  };
}

async function askForParts(): Promise<FoundConnection | undefined> {
  const ask = (title: string, placeHolder: string): Thenable<string | undefined> =>
    vscode.window.showInputBox({ title, placeHolder, ignoreFocusOut: true });
  const host = await ask(vscode.l10n.t('Host, with :port if it is not 5432'), 'localhost:5432');
  if (host === undefined) return undefined;
  const database = await ask(vscode.l10n.t('Database'), 'postgres');
  if (database === undefined) return undefined;
  const user = await ask(vscode.l10n.t('User'), 'postgres');
  if (user === undefined) return undefined;
  const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host.trim()) ?? [];
  const entries = { host: name, port, database: database.trim(), user: user.trim() };
  const setting = Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined && value !== ''),
  );
  return { name: database.trim() === '' ? 'postgres' : database.trim(), setting };
}
