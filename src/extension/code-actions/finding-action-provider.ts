import * as vscode from 'vscode';
import { folderOf } from '../documents';
import type { FolderSchema } from '../folder-schema';
import type { ShownFinding } from '../shown-findings';
import { fixActions, otherActions } from './finding-actions';

export class FindingActionProvider implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(
    private readonly findingsOf: (document: vscode.TextDocument) => Promise<readonly ShownFinding[]>,
    private readonly schemaOf: (folder: vscode.WorkspaceFolder | undefined) => Promise<FolderSchema>,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const { version } = document;
    const findings = await this.findingsOf(document);
    const here = findings.filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined);
    if (here.length === 0) return [];
    const schema = await this.schemaOf(folderOf(document.uri));
    if (token.isCancellationRequested || document.version !== version) return [];
    return [
      ...here.flatMap((finding) => fixActions(finding, document, schema)),
      ...here.flatMap((finding) => otherActions(finding, document)),
    ];
  }
}
