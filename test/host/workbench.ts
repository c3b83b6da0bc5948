import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const PATIENCE_MS = 25_000;
/** Between two tries of something that the workbench may not be ready for. */
const RETRY_MS = 2_000;

/** Waits for something that the workbench does in its own time. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`);
    await sleep(50);
  }
}

/** The copy of samples/event-store that the host has opened. */
export function sampleFolder(): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder;
}

export function inSample(path: string): vscode.Uri {
  return vscode.Uri.joinPath(sampleFolder().uri, path);
}

/**
 * As a user does. `workspace.openTextDocument` would keep a file's document alive for minutes after its tab is closed, so files are
 * opened by the workbench.
 */
export async function open(
  source: vscode.Uri | { language: string; content: string },
): Promise<vscode.TextEditor> {
  if (!(source instanceof vscode.Uri)) {
    const document = await vscode.workspace.openTextDocument(source);
    return vscode.window.showTextDocument(document, { preview: false });
  }
  await vscode.commands.executeCommand('vscode.open', source, { preview: false });
  return until(`an editor of ${source.path}`, () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === source.toString() && editor;
  });
}

/**
 * What the first document of a window waits for, before a suite: the extension, its worker, both parsers and the migrations. On a busy machine
 * all of that takes as long as many answers do afterwards.
 */
export async function wake(): Promise<void> {
  const { document } = await open(inSample('src/event-store.ts'));
  const extension = vscode.extensions.getExtension('indexwright.indexwright');
  await until('activation', () => extension?.isActive);
  await until('the first findings', () => ourDiagnostics(document.uri).length > 0);
  await closeEverything();
}

export function ourDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'indexwright');
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

export function findingsOf(uri: vscode.Uri, ruleId: string): readonly vscode.Diagnostic[] {
  return ourDiagnostics(uri).filter((diagnostic) => ruleOf(diagnostic) === ruleId);
}

export async function untilFound(uri: vscode.Uri, ruleId: string): Promise<vscode.Diagnostic> {
  return until(`${ruleId} in ${uri.toString()}`, () => findingsOf(uri, ruleId)[0]);
}

export async function untilGone(uri: vscode.Uri, ruleId: string): Promise<void> {
  await until(`no ${ruleId} in ${uri.toString()}`, () => findingsOf(uri, ruleId).length === 0);
}

/** The workbench learns of diagnostics a moment after the extension host: ask until the actions of ours are there. */
export async function actionsFor(
  uri: vscode.Uri,
  diagnostic: vscode.Diagnostic,
): Promise<readonly vscode.CodeAction[]> {
  return until('code actions', async () => {
    const found = await askForActions(uri, diagnostic.range);
    const actions = found.filter((action) => action instanceof vscode.CodeAction);
    return actions.some(({ title }) => title.includes(ruleOf(diagnostic))) && actions;
  });
}

async function askForActions(
  uri: vscode.Uri,
  range: vscode.Range,
): Promise<readonly (vscode.CodeAction | vscode.Command)[]> {
  try {
    return await vscode.commands.executeCommand(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
  } catch (error) {
    // The workbench gives up a question about a text that has changed meanwhile.
    if (error instanceof Error && error.name === 'Canceled') return [];
    throw error;
  }
}

export async function actionTitled(
  uri: vscode.Uri,
  diagnostic: vscode.Diagnostic,
  title: RegExp,
): Promise<vscode.CodeAction> {
  const actions = await actionsFor(uri, diagnostic);
  const action = actions.find((candidate) => title.test(candidate.title));
  assert.ok(action, `${String(title)} is none of\n${actions.map((candidate) => candidate.title).join('\n')}`);
  return action;
}

/** The preferred action, as Auto Fix applies it in the workbench; once more if the workbench did not know of the finding yet. */
export async function autoFix(
  editor: vscode.TextEditor,
  { range }: vscode.Diagnostic,
  isDone: () => boolean | Promise<boolean>,
): Promise<void> {
  editor.selection = new vscode.Selection(range.start, range.start);
  await until('the fix applied', async () => {
    await vscode.commands.executeCommand('editor.action.autoFix');
    const retryAt = Date.now() + RETRY_MS;
    return until('the fix applied or time to retry', async () => {
      if (await isDone()) return 'applied';
      return Date.now() > retryAt && 'late';
    }).then((outcome) => outcome === 'applied');
  });
}

/**
 * As a click does: the edit first, then the command. Not for edits that create a file: what `vscode.executeCodeActionProvider` gives
 * back has lost their contents.
 */
export async function perform(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined)
    assert.ok(await vscode.workspace.applyEdit(action.edit), 'the edit was refused');
  if (action.command === undefined) return;
  const args: readonly unknown[] = action.command.arguments ?? [];
  await vscode.commands.executeCommand(action.command.command, ...args);
}

export async function closeEverything(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    const isOurs = document.isUntitled || vscode.workspace.getWorkspaceFolder(document.uri) !== undefined;
    if (!isOurs || !document.isDirty) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Sets a setting of the workspace while something runs. */
export async function withSetting(key: string, value: unknown, run: () => Promise<void>): Promise<void> {
  const configuration = () => vscode.workspace.getConfiguration('indexwright', sampleFolder().uri);
  const update = (next: unknown) => configuration().update(key, next, vscode.ConfigurationTarget.Workspace);
  const before: unknown = configuration().inspect(key)?.workspaceValue;
  await update(value);
  try {
    await run();
  } finally {
    await update(before);
  }
}

export async function typeText(editor: vscode.TextEditor, at: number, text: string): Promise<void> {
  const position = editor.document.positionAt(at);
  assert.ok(await editor.edit((edit) => edit.insert(position, text)));
}
