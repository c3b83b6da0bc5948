import * as vscode from 'vscode';
import { folderOf } from '../documents';
import type { FolderSchema } from '../folder-schema';
import type { ShownFinding, ShownProblem } from '../shown-findings';
import { createActions } from './create-index-actions';
import { fixActions, otherActions, removalActions } from './finding-actions';

export class FindingActionProvider implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly findingsOf: (document: vscode.TextDocument) => Promise<readonly ShownFinding[]>,
    private readonly problemsOf: (document: vscode.TextDocument) => Promise<readonly ShownProblem[]>,
    private readonly schemaOf: (folder: vscode.WorkspaceFolder | undefined) => Promise<FolderSchema>,
    /** Of the database that is connected for a folder. */
    private readonly connectionOf: (folder: vscode.WorkspaceFolder | undefined) => string | undefined,
    private readonly isPlanOf: (document: vscode.TextDocument, offset: number) => boolean,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const { version } = document;
    const isHere = ({ diagnostic }: ShownFinding | ShownProblem): boolean =>
      diagnostic.range.intersection(range) !== undefined;
    const findings = (await this.findingsOf(document)).filter(isHere);
    const problems = (await this.problemsOf(document)).filter(isHere);
    if (findings.length + problems.length === 0) return [];
    const folder = folderOf(document.uri);
    const schema = await this.schemaOf(folder);
    if (token.isCancellationRequested || document.version !== version) return [];
    return [
      ...findings.flatMap((finding) => fixActions(finding, document, schema)),
      ...findings.flatMap((finding) => createActions(finding, this.connectionOf(folder))),
      ...problems.flatMap((problem) => removalActions(problem, document)),
      ...findings.flatMap((finding) => otherActions(finding, document, this.isPlanOf)),
    ];
  }
}
