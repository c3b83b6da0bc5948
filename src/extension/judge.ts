import type * as vscode from 'vscode';
import type { AnalysisClient } from '../runtime/analysis-client';
import type { AnalysisInput } from '../analyzers';
import { databaseOfPath } from '../analyzers/sources/database-of-path';
import { isTestFile } from '../analyzers/sources/test-file';
import { folderOf } from './documents';
import type { FolderSchema } from './folder-schema';
import type { JudgedText, Judgement } from './judgement';
import { TextPositions } from './positions';
import { readSettings } from './settings';
import { relativePath } from './workspace-files';

export interface SchemaOfFolder {
  of(folder: vscode.WorkspaceFolder | undefined): Promise<FolderSchema>;
}

/** Asks the engine about a text, with the settings and the schema of the folder it belongs to. Rejects with AnalysisError only. */
export class Judge {
  constructor(
    private readonly client: AnalysisClient,
    private readonly schemas: SchemaOfFolder,
  ) {}

  async judge(source: JudgedText, signal: AbortSignal, lane: 'edit' | 'command'): Promise<Judgement> {
    const { uri, languageId, text } = source;
    const schema = await this.schemas.of(folderOf(uri));
    const analysis = await this.client.analyze(
      {
        document: { file: uri.toString(), languageId, text, ...whatItsPathSays(uri) },
        settings: readSettings(uri).analysis,
        ...(schema.kind === 'read' && { snapshotKey: schema.key }),
      },
      signal,
      lane,
    );
    return { ...source, positions: new TextPositions(text), schema, analysis };
  }
}

/** Above the workspace folder any name means nothing. */
function whatItsPathSays(uri: vscode.Uri): Pick<AnalysisInput['document'], 'isTest' | 'otherDatabase'> {
  const folder = folderOf(uri);
  const path = folder ? relativePath(folder, uri) : (uri.path.split('/').at(-1) ?? '');
  const otherDatabase = databaseOfPath(path);
  return { isTest: isTestFile(path), ...(otherDatabase && { otherDatabase }) };
}
