import * as vscode from 'vscode';
import type { AnalysisSettings } from '../analyzers/settings';
import type { Message } from '../analyzers/message';
import { readConnectionSetting, type ConnectionSetting } from '../postgres/connection/connection-setting';
import { SETTINGS, SETTINGS_SECTION } from './manifest';
import {
  DEFAULT_EXPLAIN_TIMEOUT_MS,
  DEFAULT_PROOF_BUDGET_MS,
  DEFAULT_RUN_TIMEOUT_MS,
  readArraySize,
  readAssumedRows,
  readCodeLens,
  readFolder,
  readMinutes,
  readLintRun,
  readNames,
  readRuleSeverities,
  readServerVersion,
  readTimeoutMs,
  readWord,
  type CodeLensSetting,
  type LintRun,
} from './setting-values';

export interface Settings {
  readonly lintEnabled: boolean;
  readonly lintRun: LintRun;
  /** Relative to the workspace folder; absent: the migrations are looked for. */
  readonly migrationsFolder?: string;
  readonly analysis: AnalysisSettings;
}

/** The settings in force at a document or a folder; `undefined` for a window without folders. */
export function readSettings(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope ?? null);
  const migrationsFolder = readFolder(configuration.get(SETTINGS.migrationsFolder));
  return {
    lintEnabled: configuration.get(SETTINGS.lintEnabled) !== false,
    lintRun: readLintRun(configuration.get(SETTINGS.lintRun)),
    ...(migrationsFolder !== undefined && { migrationsFolder }),
    analysis: {
      rules: readRuleSeverities(configuration.get(SETTINGS.lintRules)),
      serverVersion: readServerVersion(configuration.get(SETTINGS.targetVersion)),
      embeddedSql: {
        tags: readNames(configuration.get(SETTINGS.embeddedSqlTags)),
        callees: readNames(configuration.get(SETTINGS.embeddedSqlCallees)),
      },
      expectedArraySize: readArraySize(configuration.get(SETTINGS.lintExpectedArraySize)),
      assumedRows: readAssumedRows(configuration.get(SETTINGS.assumedRows)),
      requireSuppressionReason: configuration.get(SETTINGS.requireSuppressionReason) === true,
      today: new Date().toISOString().slice(0, 10),
    },
  };
}

export function readCodeLensSetting(scope: vscode.Uri): CodeLensSetting {
  return readCodeLens(vscode.workspace.getConfiguration(SETTINGS_SECTION, scope).get(SETTINGS.codeLens));
}

export interface ExplainSettings {
  /** For one plan that is only made. */
  readonly timeoutMs: number;
  /** For a query that is run. */
  readonly runTimeoutMs: number;
}

export function readExplainSettings(scope: vscode.Uri): ExplainSettings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope);
  return {
    timeoutMs: readTimeoutMs(configuration.get(SETTINGS.explainTimeoutMs), DEFAULT_EXPLAIN_TIMEOUT_MS),
    runTimeoutMs: readTimeoutMs(configuration.get(SETTINGS.explainRunTimeoutMs), DEFAULT_RUN_TIMEOUT_MS),
  };
}

export interface ProofSettings {
  readonly isOn: boolean;
  /** For one document as it is. */
  readonly budgetMs: number;
}

export function readProofSettings(scope: vscode.Uri): ProofSettings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope);
  return {
    isOn: configuration.get(SETTINGS.proofInBackground) !== false,
    budgetMs: readTimeoutMs(configuration.get(SETTINGS.proofBudgetMs), DEFAULT_PROOF_BUDGET_MS),
  };
}

/** As it is written: the room for new indexes, or nothing. */
export function readTuneBudget(scope: vscode.Uri): string {
  return readWord(vscode.workspace.getConfiguration(SETTINGS_SECTION, scope).get(SETTINGS.tuneBudget));
}

/** What is set about the connections of a folder. */
export interface ConnectionSettings {
  /** Of the user, the workspace and the folder; of those with one name the narrowest. */
  readonly connections: readonly ConnectionSetting[];
  /** Entries that cannot be used, in sentences. */
  readonly problems: readonly Message[];
  /** A connection's name; empty: the first. */
  readonly defaultConnection: string;
  /** Relative to the folder; absent: none is read. */
  readonly envFile?: string;
  /** A program and its arguments; empty: there is none. */
  readonly passwordCommand: readonly string[];
  /** 0: only when asked for. */
  readonly maxAgeMs: number;
}

export function readConnectionSettings(folder: vscode.WorkspaceFolder): ConnectionSettings {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, folder.uri);
  const written = configuration.inspect<unknown>(SETTINGS.connections);
  const found = [written?.globalValue, written?.workspaceValue, written?.workspaceFolderValue]
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : []))
    .map(readConnectionSetting);
  const settings = found.flatMap((read) => (read.kind === 'setting' ? [read.setting] : []));
  const envFile = readFolder(configuration.get(SETTINGS.envFile));
  return {
    connections: [...new Map(settings.map((setting) => [setting.name, setting])).values()],
    problems: found.flatMap((read) => (read.kind === 'problems' ? read.problems : [])),
    defaultConnection: readWord(configuration.get(SETTINGS.defaultConnection)),
    ...(envFile !== undefined && { envFile }),
    passwordCommand: readNames(configuration.inspect(SETTINGS.passwordCommand)?.globalValue),
    maxAgeMs: readMinutes(configuration.get(SETTINGS.snapshotMaxAgeMinutes)) * 60_000,
  };
}

/** What other extensions have in their settings, as it is. It is only read. */
export function readForeignConnections(folder: vscode.WorkspaceFolder): {
  readonly sqlTools: unknown;
  readonly microsoft: unknown;
} {
  const { workspace } = vscode;
  return {
    sqlTools: workspace.getConfiguration('sqltools', folder.uri).get<unknown>('connections'),
    microsoft: workspace.getConfiguration('pgsql', folder.uri).get<unknown>('connections'),
  };
}

/** Adds a connection beside what the folder's settings have; another one of the same name makes place. */
export async function addConnectionSetting(
  folder: vscode.WorkspaceFolder,
  setting: ConnectionSetting,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, folder.uri);
  const target = narrowestTarget(folder.uri);
  const values = configuration.inspect<unknown>(SETTINGS.connections);
  const present =
    target === vscode.ConfigurationTarget.WorkspaceFolder
      ? values?.workspaceFolderValue
      : values?.workspaceValue;
  const others = (Array.isArray(present) ? (present as unknown[]) : []).filter(
    (entry) => !isNamed(entry, setting.name),
  );
  await configuration.update(SETTINGS.connections, [...others, setting], target);
}

function isNamed(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && 'name' in entry && entry.name === name;
}

export async function setDefaultConnection(folder: vscode.WorkspaceFolder, name: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, folder.uri);
  await configuration.update(SETTINGS.defaultConnection, name, narrowestTarget(folder.uri));
}

/** Opens the list of connections where it is written. */
export async function editConnectionSettings(): Promise<void> {
  const key = `${SETTINGS_SECTION}.${SETTINGS.connections}`;
  const values = vscode.workspace.getConfiguration().inspect(key);
  const isOfTheUser =
    values?.globalValue !== undefined && (values.workspaceFolderValue ?? values.workspaceValue) === undefined;
  const command = isOfTheUser
    ? 'workbench.action.openSettingsJson'
    : 'workbench.action.openWorkspaceSettingsFile';
  await vscode.commands.executeCommand(command, { revealSetting: { key, edit: true } });
}

export function affectsConnections(
  event: vscode.ConfigurationChangeEvent,
  folder: vscode.WorkspaceFolder,
): boolean {
  return [SETTINGS.connections, SETTINGS.defaultConnection, SETTINGS.envFile].some((key) =>
    event.affectsConfiguration(`${SETTINGS_SECTION}.${key}`, folder),
  );
}

/** Writes `"<rule>": "off"` beside what the user has set for other rules, in the narrowest place there is for a document. */
export async function turnRuleOff(ruleId: string, scope: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope);
  const target = narrowestTarget(scope);
  const values = configuration.inspect<Record<string, unknown>>(SETTINGS.lintRules);
  const present = {
    [vscode.ConfigurationTarget.Global]: values?.globalValue,
    [vscode.ConfigurationTarget.Workspace]: values?.workspaceValue,
    [vscode.ConfigurationTarget.WorkspaceFolder]: values?.workspaceFolderValue,
  }[target];
  await configuration.update(SETTINGS.lintRules, { ...present, [ruleId]: 'off' }, target);
}

/** A folder of several has settings of its own; without a folder only the user's are left. */
export function narrowestTarget(scope: vscode.Uri): vscode.ConfigurationTarget {
  const { workspaceFolders, workspaceFile } = vscode.workspace;
  if (workspaceFolders === undefined || workspaceFolders.length === 0)
    return vscode.ConfigurationTarget.Global;
  const isMultiRoot = workspaceFile !== undefined && vscode.workspace.getWorkspaceFolder(scope) !== undefined;
  return isMultiRoot ? vscode.ConfigurationTarget.WorkspaceFolder : vscode.ConfigurationTarget.Workspace;
}

export function affectsSettings(
  event: vscode.ConfigurationChangeEvent,
  folder?: vscode.WorkspaceFolder,
): boolean {
  return event.affectsConfiguration(SETTINGS_SECTION, folder);
}

export function affectsMigrationsFolder(
  event: vscode.ConfigurationChangeEvent,
  folder: vscode.WorkspaceFolder,
): boolean {
  return event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.migrationsFolder}`, folder);
}
