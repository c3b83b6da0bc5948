import * as vscode from 'vscode';
import type { AnalysisSettings } from '../analyzers/settings';
import { SETTINGS, SETTINGS_SECTION } from './manifest';
import {
  readArraySize,
  readFolder,
  readLintRun,
  readNames,
  readRuleSeverities,
  readServerVersion,
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
      requireSuppressionReason: configuration.get(SETTINGS.requireSuppressionReason) === true,
      today: new Date().toISOString().slice(0, 10),
    },
  };
}

/** Writes `"<rule>": "off"` beside what the user has set for other rules, in the narrowest place there is for a document. */
export async function turnRuleOff(ruleId: string, scope: vscode.Uri): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope);
  const target = targetForDisabling(scope);
  const values = configuration.inspect<Record<string, unknown>>(SETTINGS.lintRules);
  const present = {
    [vscode.ConfigurationTarget.Global]: values?.globalValue,
    [vscode.ConfigurationTarget.Workspace]: values?.workspaceValue,
    [vscode.ConfigurationTarget.WorkspaceFolder]: values?.workspaceFolderValue,
  }[target];
  await configuration.update(SETTINGS.lintRules, { ...present, [ruleId]: 'off' }, target);
}

/** A folder of several has settings of its own; without a folder only the user's are left. */
export function targetForDisabling(scope: vscode.Uri): vscode.ConfigurationTarget {
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
