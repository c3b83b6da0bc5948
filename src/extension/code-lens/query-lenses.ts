import * as vscode from 'vscode';
import { placeAt } from '../../analyzers/statement-at';
import { findOpenDocument } from '../documents';
import type { Judgement, Progress } from '../judgement';
import { DisposableStore } from '../lifecycle';
import { INTERNAL_COMMANDS } from '../manifest';
import { readCodeLensSetting } from '../settings';
import type { CodeLensSetting } from '../setting-values';
import { DocumentLenses, type QueryLens } from './document-lenses';
import { lensTitle } from './lens-words';
import { queryPlaces, type QueryPlace, unreadSpans } from './query-places';

export interface QueryLensSources {
  readonly onDidJudge: vscode.Event<Judgement>;
  readonly onDidProgress: vscode.Event<vscode.Uri>;
  readonly progressOf: (uri: vscode.Uri) => Progress | undefined;
}

/** Nobody looks for something new above a query before having stopped typing for so long. */
const PAUSE_MS = 1500;

/** The cursor passes many queries on its way to one. */
const CURSOR_REST_MS = 300;

interface Followed {
  readonly lenses: DocumentLenses;
  setting: CodeLensSetting;
  lastEditAt: number;
  /** The lens of the query that the cursor rests in, where only that is shown. */
  atCursor: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** "Explain this query" over each query, from what the linter said last; reads nothing by itself. */
export class QueryLenses implements vscode.CodeLensProvider {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.#onDidChange.event;
  readonly #documents = new Map<string, Followed>();

  constructor({ onDidJudge, onDidProgress, progressOf }: QueryLensSources) {
    const { workspace, window } = vscode;
    this.#store.add(onDidJudge((judgement) => this.#judged(judgement)));
    this.#store.add(
      onDidProgress((uri) => {
        const kind = progressOf(uri)?.kind;
        if (kind === 'off' || kind === 'no-sql' || kind === 'failed') this.#forget(uri);
      }),
    );
    this.#store.add(workspace.onDidChangeTextDocument((event) => this.#edited(event)));
    this.#store.add(workspace.onDidSaveTextDocument(({ uri }) => this.#settle(uri)));
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
    this.#store.add(
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#followCursor(textEditor.document)),
    );
    this.#store.add(workspace.onDidGrantWorkspaceTrust(() => this.#onDidChange.fire()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    // Without trust nothing is connected to, and a lens would promise it.
    if (!vscode.workspace.isTrusted) return [];
    const followed = this.#documents.get(document.uri.toString());
    if (followed === undefined) return [];
    const { lenses, setting, atCursor } = followed;
    const shown = lenses.lenses.filter(({ number }) => setting !== 'cursor' || number === atCursor);
    return toCodeLenses(shown, document);
  }

  /** The query at an offset of a document as it was judged last, where it stands now. */
  queryAt(document: vscode.TextDocument, offset: number): QueryPlace | undefined {
    const queries = this.#documents.get(document.uri.toString())?.lenses.queries ?? [];
    return placeAt(queries, offset, document.getText());
  }

  /** Where the query of a lens begins now; absent when it is gone. */
  offsetOf(uri: string, number: number): number | undefined {
    const lenses = this.#documents.get(uri)?.lenses.lenses ?? [];
    return lenses.find((lens) => lens.number === number)?.span.start;
  }

  dispose(): void {
    for (const { timer } of this.#documents.values()) clearTimeout(timer);
    this.#documents.clear();
    this.#store.dispose();
  }

  #judged({ uri, analysis, positions }: Judgement): void {
    const followed = this.#follow(uri);
    const { lenses, lastEditAt } = followed;
    const queries = queryPlaces(analysis);
    // Changed settings have the document judged again.
    followed.setting = readCodeLensSetting(uri);
    const wanted = queries.filter(({ word }) => isWanted(word !== undefined, followed.setting));
    const lineOf = (offset: number): number => positions.at(offset).line;
    const document = findOpenDocument(uri.toString());
    const isCalm = document?.isDirty !== true || restMs(lastEditAt) === 0;
    lenses.judged({ queries, wanted, unread: unreadSpans(analysis), lineOf }, isCalm);
    if (lenses.isWaiting || followed.setting === 'cursor') this.#settleLater(uri, followed);
    this.#onDidChange.fire();
  }

  #follow(uri: vscode.Uri): Followed {
    const key = uri.toString();
    const followed = this.#documents.get(key) ?? {
      lenses: new DocumentLenses(),
      setting: 'off',
      lastEditAt: -Infinity,
      atCursor: undefined,
      timer: undefined,
    };
    this.#documents.set(key, followed);
    return followed;
  }

  /** All that a keystroke costs: a few numbers are moved. */
  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const followed = this.#documents.get(document.uri.toString());
    if (followed === undefined || contentChanges.length === 0) return;
    followed.lastEditAt = performance.now();
    followed.lenses.edited(
      contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        span: { start: rangeOffset, end: rangeOffset + rangeLength },
        length: text.length,
      })),
    );
  }

  #followCursor({ uri }: vscode.TextDocument): void {
    const followed = this.#documents.get(uri.toString());
    if (followed?.setting === 'cursor') this.#settleLater(uri, followed);
  }

  #settleLater(uri: vscode.Uri, followed: Followed): void {
    clearTimeout(followed.timer);
    const delayMs = Math.max(restMs(followed.lastEditAt), CURSOR_REST_MS);
    followed.timer = setTimeout(() => {
      if (restMs(followed.lastEditAt) > 0) this.#settleLater(uri, followed);
      else this.#settle(uri);
    }, delayMs);
  }

  #settle(uri: vscode.Uri): void {
    const key = uri.toString();
    const followed = this.#documents.get(key);
    if (followed === undefined) return;
    clearTimeout(followed.timer);
    followed.lenses.settle();
    followed.atCursor = lensAtCursor(followed.lenses.lenses, key);
    this.#onDidChange.fire();
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#documents.get(key)?.timer);
    if (this.#documents.delete(key)) this.#onDidChange.fire();
  }
}

function isWanted(hasWord: boolean, setting: CodeLensSetting): boolean {
  return setting === 'findings' ? hasWord : setting !== 'off';
}

/** 0 when nobody types. */
function restMs(lastEditAt: number): number {
  return Math.max(0, lastEditAt + PAUSE_MS - performance.now());
}

function lensAtCursor(lenses: readonly QueryLens[], uri: string): number | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri) return undefined;
  const { document, selection } = editor;
  return placeAt(lenses, document.offsetAt(selection.active), document.getText())?.number;
}

function toCodeLenses(lenses: readonly QueryLens[], document: vscode.TextDocument): vscode.CodeLens[] {
  const places = lenses.map((lens) => ({ lens, position: document.positionAt(lens.span.start) }));
  return places.map(({ lens: { word, number }, position }) => {
    const onLine = places.filter(({ position: { line } }) => line === position.line);
    const place = {
      number: onLine.findIndex(({ lens }) => lens.number === number) + 1,
      count: onLine.length,
    };
    return new vscode.CodeLens(new vscode.Range(position, position), {
      command: INTERNAL_COMMANDS.explainLens,
      title: lensTitle(word, place, vscode.l10n),
      arguments: [document.uri.toString(), number],
    });
  });
}
