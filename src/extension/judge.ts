import type * as vscode from 'vscode';
import type { AnalysisClient } from '../runtime/analysis-client';
import type { AnalysisInput } from '../analyzers';
import type { QuerySearch } from '../analyzers/find-query';
import type { QueryUse } from '../analyzers/index-uses';
import type { IndexDuties } from '../analyzers/indexes/index-duties';
import type { JudgedPlanReading, PlanToJudge } from '../analyzers/judge-plans';
import type { QueryIndexes } from '../analyzers/query-indexes';
import type { RelationName } from '../analyzers/schema/snapshot';
import type { WorkloadQuery } from '../analyzers/workload/find-workload';
import { findDuties, findIndexUses, findQueryIndexes, findWorkload } from '../runtime/index-questions';
import type { AnalysisRequest } from '../runtime/protocol';
import type { JudgedTrial, ProposalTrial } from '../analyzers/plans/evidence/judge-trial';
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
    const schema = await this.schemas.of(folderOf(source.uri));
    const analysis = await this.client.analyze(requestFor(source, schema), signal, lane);
    return { ...source, positions: new TextPositions(source.text), schema, analysis };
  }

  /** The query at an offset of the text, ready for EXPLAIN. */
  async findQuery(source: JudgedText, offset: number, signal?: AbortSignal): Promise<QuerySearch> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return this.client.findQuery({ ...requestFor(source, schema), offset }, signal);
  }

  /** What comes of a proposal for the query at an offset of the text. */
  async judgeTrial(
    source: JudgedText,
    offset: number,
    trial: ProposalTrial,
    signal?: AbortSignal,
  ): Promise<JudgedTrial> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return this.client.judgeTrial({ trial, query: { ...requestFor(source, schema), offset } }, signal);
  }

  /** What plans of the query at an offset of the text tell. */
  async judgePlans(
    source: JudgedText,
    offset: number,
    plans: readonly PlanToJudge[],
    signal?: AbortSignal,
  ): Promise<readonly JudgedPlanReading[]> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return this.client.judgePlans({ plans, query: { ...requestFor(source, schema), offset } }, signal);
  }

  /** The queries of a text that an index serves. */
  async findIndexUses(source: JudgedText, signal?: AbortSignal): Promise<readonly QueryUse[]> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return findIndexUses(this.client, requestFor(source, schema), signal);
  }

  /** The queries of a text that a program runs again and again. */
  async findWorkload(source: JudgedText, signal?: AbortSignal): Promise<readonly WorkloadQuery[]> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return findWorkload(this.client, requestFor(source, schema), signal);
  }

  /** The query at an offset of the text, and what the indexes of its tables do for it. */
  async findQueryIndexes(source: JudgedText, offset: number, signal?: AbortSignal): Promise<QueryIndexes> {
    const schema = await this.schemas.of(folderOf(source.uri));
    return findQueryIndexes(this.client, { ...requestFor(source, schema), offset }, signal);
  }

  /** What an index of a folder's schema is for beside queries. */
  async findDuties(
    folder: vscode.WorkspaceFolder,
    table: RelationName,
    index: string,
    signal?: AbortSignal,
  ): Promise<IndexDuties | undefined> {
    const schema = await this.schemas.of(folder);
    if (schema.kind !== 'read') return undefined;
    return findDuties(this.client, { snapshotKey: schema.key, table, index }, signal);
  }
}

function requestFor({ uri, languageId, text }: JudgedText, schema: FolderSchema): AnalysisRequest {
  return {
    document: { file: uri.toString(), languageId, text, ...whatItsPathSays(uri) },
    settings: readSettings(uri).analysis,
    ...(schema.kind === 'read' && { snapshotKey: schema.key }),
  };
}

/** Above the workspace folder any name means nothing. */
function whatItsPathSays(uri: vscode.Uri): Pick<AnalysisInput['document'], 'isTest' | 'otherDatabase'> {
  const folder = folderOf(uri);
  const path = folder ? relativePath(folder, uri) : (uri.path.split('/').at(-1) ?? '');
  const otherDatabase = databaseOfPath(path);
  return { isTest: isTestFile(path), ...(otherDatabase && { otherDatabase }) };
}
