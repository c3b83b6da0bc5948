import type * as vscode from 'vscode';
import { AnalysisError } from '../../runtime/analysis-error';
import { mayHoldSql } from '../../analyzers/sources/may-hold-sql';
import type { Judge } from '../judge';
import type { Log } from '../log';
import { findQueryFiles, readQueryFile } from '../query-files';
import type { UsingQuery } from '../uses-of-index';
import { toUsingQueries } from './file-uses';

/** Enough for any program; what is left out is said. */
const MAX_FILES = 5000;

export interface QueriesOfFolder {
  readonly queries: readonly UsingQuery[];
  /** Files with SQL that were read. */
  readonly files: number;
  /** Some files were left out: too many, unreadable, or the search was ended. */
  readonly isWhole: boolean;
}

type FileUses = 'no-sql' | 'unread' | readonly UsingQuery[];

/** The queries of a folder with the indexes that serve them: read when somebody asks, and of what has changed since, no more. */
export class FolderUses {
  #files: readonly vscode.Uri[] | undefined;
  readonly #known = new Map<string, FileUses>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: vscode.WorkspaceFolder,
    private readonly judge: Judge,
    private readonly log: Log,
  ) {}

  /** Whoever asks meanwhile waits, and finds it done. */
  queries(signal?: AbortSignal): Promise<QueriesOfFolder> {
    const next = this.#turn.then(() => this.#read(signal));
    this.#turn = next.catch(() => undefined);
    return next;
  }

  /** Of a file, or of a folder that is renamed or deleted whole. Answers whether anything was known. */
  forget(uri: vscode.Uri, isListed: boolean): boolean {
    if (!isListed) this.#files = undefined;
    const key = uri.toString();
    const gone = [...this.#known.keys()].filter((known) => known === key || known.startsWith(`${key}/`));
    for (const known of gone) this.#known.delete(known);
    return gone.length > 0 || !isListed;
  }

  /** The schema or the settings have changed: files without SQL still have none. */
  forgetUses(): void {
    for (const [key, uses] of this.#known) if (uses !== 'no-sql') this.#known.delete(key);
  }

  async #read(signal: AbortSignal | undefined): Promise<QueriesOfFolder> {
    this.#files ??= await findQueryFiles(this.folder);
    const files = this.#files.slice(0, MAX_FILES);
    for (const uri of files) {
      if (signal?.aborted === true) break;
      if (!this.#known.has(uri.toString())) await this.#readFile(uri, signal);
    }
    const uses = files.map((uri) => this.#known.get(uri.toString()) ?? 'unread');
    const read = uses.filter((each) => typeof each !== 'string');
    const isWhole = files.length === this.#files.length && !uses.includes('unread');
    return { queries: read.flat(), files: read.length, isWhole };
  }

  async #readFile(uri: vscode.Uri, signal: AbortSignal | undefined): Promise<void> {
    const key = uri.toString();
    this.#known.set(key, 'unread');
    const uses = await this.#usesIn(uri, signal);
    // Changed meanwhile, or broken off: the next one who asks reads it again.
    if (uses === 'aborted') this.#known.delete(key);
    else if (this.#known.has(key)) this.#known.set(key, uses);
  }

  async #usesIn(uri: vscode.Uri, signal: AbortSignal | undefined): Promise<FileUses | 'aborted'> {
    const source = await readQueryFile(uri);
    if (source === undefined) return 'unread';
    if (!mayHoldSql(source.languageId, source.text)) return 'no-sql';
    try {
      return toUsingQueries(source, await this.judge.findIndexUses(source, signal));
    } catch (error) {
      if (error instanceof AnalysisError && error.isCancellation) return 'aborted';
      this.log.error(`${uri.toString()}: its queries could not be read`, error);
      return 'unread';
    }
  }
}
