import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { FromPage, PageAction } from '../../plan-page/page-model';
import type { Disposable } from '../lifecycle';
import { CONTEXT_KEYS, EXTENSION_NAME } from '../manifest';
import type { PlanViews, ShownPlan, ShownPlans } from '../shown-plans';
import { comparisonModel } from './comparison-model';
import { describePlace } from './describe-place';
import { keptOf, type NamedPlans, packPlans, unpackPlans } from './kept-plans';
import { pageModelOf } from './page-model-of';
import { PlanPanel } from './plan-panel';
import { detailsModel, planModel } from './plan-model';
import { planNodes } from './plan-nodes';
import { nodeAt, shiftOf } from './plan-places';
import { type FigurePrinter, figurePrinter } from './print-figures';
import { revealSource } from './reveal-source';

/** What is shown, and which of it the reader looks at. */
export interface CurrentPlans {
  readonly shown: ShownPlans;
  readonly chosen: ShownPlan;
}

export interface PlaceInCode {
  readonly document: vscode.TextDocument;
  readonly offset: number;
}

/** The newest plans of a query in one panel beside the code, and those of the same query that were there before them. */
export class PlanView implements PlanViews, vscode.WebviewPanelSerializer, Disposable {
  #named: NamedPlans | undefined;
  #previous: readonly ShownPlan[] = [];
  #chosen = 0;
  #panel: PlanPanel | undefined;
  /** What the page is to do once it has drawn itself. */
  #onReady: (() => Promise<void>) | undefined;

  /** It remembers what it has printed. */
  #print: FigurePrinter | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly act: (action: PageAction) => Promise<void>,
    private readonly report: (error: unknown) => void,
  ) {}

  get #shown(): ShownPlans | undefined {
    return this.#named?.shown;
  }

  get current(): CurrentPlans | undefined {
    const chosen = this.#shown?.plans[this.#chosen] ?? this.#shown?.plans[0];
    return this.#shown === undefined || chosen === undefined ? undefined : { shown: this.#shown, chosen };
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  async show(input: ShownPlans): Promise<void> {
    const before = this.#shown;
    const looked = this.#planAt(this.#chosen);
    this.#previous = before !== undefined && isSameQuery(before, input) ? before.plans : [];
    this.#use({ id: randomUUID(), shown: input });
    if (input.chosen === undefined && this.#previous.length > 0 && looked !== undefined)
      this.#chosen = Math.max(indexOfSame(input.plans, looked), 0);
    const { compared } = input;
    const compare = compared && (() => this.#compare(compared.before, compared.after));
    if (this.#panel?.isVisible === true) {
      await this.#post();
      await compare?.();
      return;
    }
    this.#onReady = compare;
    // Its page asks for the plans as soon as it is there.
    this.#panel ??= this.#openPanel();
    this.#panel.reveal({ preserveFocus: true });
  }

  /** Called by VS Code when a window is opened again. */
  deserializeWebviewPanel(restored: vscode.WebviewPanel, state: unknown): Promise<void> {
    const named = unpackPlans(keptOf(state));
    this.#panel?.dispose();
    this.#panel = this.#openPanel(restored);
    if (named !== undefined) this.#use(named);
    return Promise.resolve();
  }

  /** The plan before this one is the last of the same query: before an index was there, or with other values. */
  async compareWithPrevious(): Promise<void> {
    const { current } = this;
    const [first] = this.#previous;
    if (current === undefined || first === undefined) {
      const sentence =
        current === undefined
          ? vscode.l10n.t('No plan is shown. Explain a query first.')
          : vscode.l10n.t('This query has one plan so far. Explain it again after a change to compare.');
      void vscode.window.showInformationMessage(sentence);
      return;
    }
    const same = indexOfSame(this.#previous, current.chosen);
    const before = current.shown.plans.length + Math.max(same, 0);
    await this.#bringUp(() => this.#compare(before, this.#chosen));
  }

  /** Whether the plan that is shown is of the query at a place. */
  isOf({ document, offset }: PlaceInCode): boolean {
    return this.#nodeAt(document, offset) !== undefined;
  }

  /** The node whose condition is at a place. */
  async showNodeAt(place: PlaceInCode | undefined): Promise<void> {
    const node = place && this.#nodeAt(place.document, place.offset);
    if (node === undefined) {
      this.#askForExplain();
      return;
    }
    await this.#bringUp(async () => {
      await this.#panel?.post({ kind: 'focus', plan: this.#chosen, node });
    });
  }

  #nodeAt(document: vscode.TextDocument, offset: number): number | undefined {
    const source = this.#shown?.source;
    const { current } = this;
    if (source === undefined || current === undefined || document.uri.toString() !== source.uri)
      return undefined;
    const shift = shiftOf(document.getText(), source);
    return shift === undefined ? undefined : nodeAt(source, current.chosen.places, offset, shift);
  }

  #use(named: NamedPlans): void {
    this.#named = named;
    this.#chosen = named.shown.chosen ?? 0;
    this.#panel?.rename(this.#title());
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasPlan, true);
  }

  /** Of the tab, which says what comes while its page is still loading. */
  #title(): string {
    return this.#shown === undefined ? EXTENSION_NAME : vscode.l10n.t('Plan: {0}', this.#shown.title);
  }

  #askForExplain(): void {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The plan that is shown is not of the query at the cursor. Explain that query first.'),
    );
  }

  /** Shows the panel with the keyboard in it, then does something there: at once, or when a page that was hidden is back. */
  async #bringUp(then: () => Promise<void>): Promise<void> {
    if (this.#panel?.isVisible === true) {
      this.#panel.reveal({ preserveFocus: false });
      await then();
      return;
    }
    this.#onReady = then;
    this.#panel ??= this.#openPanel();
    this.#panel.reveal({ preserveFocus: false });
  }

  #openPanel(restored?: vscode.WebviewPanel): PlanPanel {
    return new PlanPanel(
      this.extensionUri,
      this.#title(),
      (message) => void this.#receive(message).catch(this.report),
      () => (this.#panel = undefined),
      restored,
    );
  }

  async #post(): Promise<void> {
    const named = this.#named;
    if (named === undefined) {
      await this.#panel?.post({ kind: 'problem', problem: unreadable() });
      return;
    }
    const { source } = named.shown;
    const place = source === undefined ? undefined : describePlace(source);
    const { l10n, env } = vscode;
    const model = pageModelOf(
      named,
      this.#previous,
      { place, chosen: this.#chosen },
      { l10n, language: env.language },
    );
    await this.#panel?.post({ kind: 'model', model });
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        await this.#post();
        await this.#onReady?.();
        this.#onReady = undefined;
        break;
      case 'chose':
        await this.#choose(message.plan, message.isWanted);
        break;
      case 'keep':
        await this.#postKept();
        break;
      case 'nodes':
        await this.#postNodes(message);
        break;
      case 'details':
        await this.#postDetails(message.plan, message.node);
        break;
      case 'reveal':
        await revealSource(
          this.#shown?.source,
          this.#planAt(message.plan)?.places ?? [],
          message.node,
          message.takesFocus,
        );
        break;
      case 'compare':
        await this.#compare(message.before, message.after);
        break;
      case 'act':
        await this.act(message.action);
        break;
    }
  }

  async #choose(index: number, isWanted: boolean): Promise<void> {
    this.#chosen = index;
    const shown = this.#planAt(index);
    if (!isWanted || shown === undefined) return;
    await this.#panel?.post({ kind: 'plan', index, plan: planModel(shown, this.#printing()) });
  }

  async #postKept(): Promise<void> {
    const named = this.#named;
    if (named === undefined) return;
    await this.#panel?.post({ kind: 'kept', id: named.id, kept: packPlans(named) });
  }

  async #postNodes({ plan, from, to }: Extract<FromPage, { kind: 'nodes' }>): Promise<void> {
    const shown = this.#planAt(plan);
    if (shown === undefined) return;
    await this.#panel?.post({
      kind: 'nodes',
      plan,
      from,
      nodes: planNodes(shown, this.#printing(), { from, to }),
    });
  }

  async #postDetails(plan: number, node: number): Promise<void> {
    const shown = this.#planAt(plan);
    if (shown === undefined) return;
    const details = { plan, node, ...detailsModel(shown, node, this.#printing()) };
    await this.#panel?.post({ kind: 'details', details });
  }

  #printing() {
    const { env, l10n } = vscode;
    this.#print ??= figurePrinter(env.language, l10n);
    return { print: this.#print, l10n };
  }

  #planAt(index: number): ShownPlan | undefined {
    return [...(this.#shown?.plans ?? []), ...this.#previous][index];
  }

  async #compare(before: number, after: number): Promise<void> {
    const [first, second] = [this.#planAt(before), this.#planAt(after)];
    if (first === undefined || second === undefined) return;
    const { compared } = this.#shown ?? {};
    const isProven = compared?.before === before && compared.after === after;
    const comparison = comparisonModel(
      { index: before, shown: first },
      { index: after, shown: second },
      this.#printing(),
      isProven ? compared.counted : undefined,
    );
    await this.#panel?.post({ kind: 'comparison', comparison });
  }
}

/** Of plans that were pasted no query is known: each is compared with the one that was pasted before it. */
function isSameQuery(one: ShownPlans, other: ShownPlans): boolean {
  return one.query === other.query;
}

/** Of the plan for the same values, made the same way; -1 where there is none. */
function indexOfSame(plans: readonly ShownPlan[], { label, plan: { isMeasured } }: ShownPlan): number {
  return plans.findIndex((other) => other.label === label && other.plan.isMeasured === isMeasured);
}

function unreadable() {
  return {
    title: vscode.l10n.t('This plan cannot be shown again'),
    message: vscode.l10n.t('Another version of Indexwright wrote it down. Explain the query again.'),
  };
}
