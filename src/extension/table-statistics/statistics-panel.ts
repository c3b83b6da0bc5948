import * as vscode from 'vscode';
import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ConnectedDatabase } from '../connected-database';
import { DisposableStore } from '../lifecycle';
import type { PostgresRoom } from '../load-postgres';
import { localize } from '../localize';
import { TABLE_STATISTICS_VIEW_TYPE } from '../manifest';
import { markdownPage } from '../page-html';
import { type CounterSample, sampleOf, withSample } from './counter-samples';
import { printStatistics } from './statistics-text';
import { readStatisticsOf } from './table-statistics';

const SAMPLE_MS = 60_000;

export interface StatisticsPorts {
  /** Absent: it is no longer connected. */
  readonly databaseOf: (connectionId: string) => ConnectedDatabase | undefined;
  readonly loadPostgres: () => PostgresRoom;
}

/** The page of one table. The server is asked when it is opened, and once a minute while it can be seen. */
export class StatisticsPanel {
  readonly #store = new DisposableStore();
  readonly #panel: vscode.WebviewPanel;
  readonly #ended = new AbortController();
  readonly onDidDispose: vscode.Event<void>;
  #samples: readonly CounterSample[] = [];
  #markdown = '';

  constructor(
    private readonly connectionId: string,
    private readonly table: RelationName,
    private readonly ports: StatisticsPorts,
  ) {
    const title = vscode.l10n.t('Statistics of {0}', table.name);
    this.#panel = vscode.window.createWebviewPanel(
      TABLE_STATISTICS_VIEW_TYPE,
      title,
      vscode.ViewColumn.Active,
      {
        enableFindWidget: true,
        localResourceRoots: [],
      },
    );
    this.onDidDispose = this.#panel.onDidDispose;
    const timer = setInterval(() => {
      if (this.#panel.visible) void this.read();
    }, SAMPLE_MS);
    this.#store.add({ dispose: () => clearInterval(timer) });
    this.#store.add(this.#panel.onDidDispose(() => this.#end()));
  }

  /** The page as it was shown last. */
  get markdown(): string {
    return this.#markdown;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Never rejects: what went wrong is on the page, above what was known before. */
  async read(): Promise<void> {
    const problem = await this.#readInto().catch((error: unknown) =>
      localize(this.ports.loadPostgres().describeReadError(error)),
    );
    if (this.#ended.signal.aborted) return;
    const text = problem === undefined ? this.#markdown : `**${problem}**\n\n${this.#markdown}`;
    this.#panel.webview.html = await markdownPage(this.#panel.title, text);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  /** Answers with what is wrong, if anything is. */
  async #readInto(): Promise<string | undefined> {
    const database = this.ports.databaseOf(this.connectionId);
    if (database === undefined) return vscode.l10n.t('The database is not connected any more.');
    const { signal } = this.#ended;
    const read = await readStatisticsOf(database, this.table, this.ports.loadPostgres(), signal);
    if (read === undefined) return vscode.l10n.t('The database has no table {0} any more.', this.table.name);
    this.#samples = withSample(this.#samples, sampleOf(read.counted, read.readAt));
    const words = { l10n: vscode.l10n, language: vscode.env.language };
    this.#markdown = printStatistics({ ...read, samples: this.#samples }, words);
    return undefined;
  }

  #end(): void {
    this.#ended.abort();
    this.#store.dispose();
  }
}
