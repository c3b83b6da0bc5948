import { element } from './elements';
import type { KnownNodes } from './known-nodes';
import type { ComparedNode, MetricId, PageWords } from './page-model';
import { RowBlocks } from './row-blocks';
import { closedAbove, findByTyping, hasChildren, moveByKey, siblingPlaces, visibleNodes } from './tree';
import { type TreeRow, treeRow } from './tree-row';

export interface TreeEvents {
  /** The focus has come to a node. */
  onFocus(node: number): void;
  /** Enter, which goes on in the code, or a click. */
  onChoose(node: number, takesFocus: boolean): void;
  /** Space. */
  onDetails(node: number): void;
  /** Nodes were opened or closed. */
  onToggle(closed: readonly number[]): void;
}

export interface TreeOptions {
  /** Of the tree, for who hears it. */
  readonly label: string;
  readonly known: KnownNodes;
  readonly words: PageWords;
  readonly closed: readonly number[];
  readonly selected: number;
  readonly compared?: readonly ComparedNode[];
}

/** What was typed is forgotten after a pause of this length. */
const TYPING_PAUSE_MS = 600;

/** The tree of a plan: one row for a node, one stop for the Tab key, keys as in every tree. */
export class TreeView {
  readonly root: HTMLElement;
  /** By number; those of nodes that nobody has come near are not made yet. */
  readonly #rows = new Map<number, TreeRow>();
  readonly #blocks: RowBlocks;
  readonly #levels: readonly number[];
  readonly #places: ReturnType<typeof siblingPlaces>;
  readonly #closed: Set<number>;
  #visible: ReadonlySet<number>;
  #selected: number;
  #metric: MetricId | undefined;
  #partner: number | undefined;
  /** What is to be done with a node as soon as it has its row. */
  #awaited: { readonly node: number; readonly then: () => void } | undefined;
  #typed = '';
  #typedAt = 0;

  constructor(
    private readonly options: TreeOptions,
    private readonly events: TreeEvents,
  ) {
    const { label, known, closed, selected } = options;
    this.#levels = known.plan.outline.map(({ level }) => level);
    this.#places = siblingPlaces(this.#levels);
    this.#closed = new Set(closed);
    this.#visible = new Set(visibleNodes(this.#levels, this.#closed));
    this.#selected = selected < known.count ? selected : 0;
    this.#blocks = new RowBlocks(known, (node) => this.#makeRow(node));
    this.#blocks.showVisible(this.#visible);
    // Tab must come to it, wherever it is.
    this.#blocks.bring(this.#selected);
    this.root = element(
      'div',
      { role: 'tree', 'aria-label': label, class: 'tree' },
      ...this.#blocks.elements,
    );
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.root.addEventListener('click', (event) => this.#onClick(event));
  }

  get selected(): number {
    return this.#selected;
  }

  /** Nodes have come. */
  arrived(): void {
    this.#blocks.arrived();
    if (this.#awaited !== undefined && this.#rows.has(this.#awaited.node)) this.#awaited.then();
  }

  showHeat(metric: MetricId): void {
    this.#metric = metric;
    for (const row of this.#rows.values()) row.showHeat(metric);
  }

  focus(node: number): void {
    const above = closedAbove(this.#levels, this.#closed, node);
    if (above.length > 0) {
      for (const parent of above) this.#closed.delete(parent);
      this.#closedChanged();
    }
    this.#whenMade(node, (item) => {
      this.#select(node);
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: 'nearest' });
      this.events.onFocus(node);
    });
  }

  /** Shows which node of the other tree does the same. */
  markPartner(node: number | undefined): void {
    if (this.#partner !== undefined) this.#itemOf(this.#partner)?.classList.remove('partner');
    this.#partner = node;
    if (node === undefined) return;
    this.#whenMade(node, (item) => {
      item.classList.add('partner');
      item.scrollIntoView({ block: 'nearest' });
    });
  }

  #makeRow(number: number): HTMLElement {
    const { known, words, compared } = this.options;
    const node = known.at(number);
    const outline = known.plan.outline[number];
    if (node === undefined || outline === undefined) throw new Error(`No node ${number} to make a row of`);
    const place = {
      ...outline,
      ...(this.#places[number] ?? { place: 1, of: 1 }),
      number,
      hasChildren: hasChildren(this.#levels, number),
    };
    const difference = compared?.[number]?.difference;
    const row = treeRow(node, place, words, difference === undefined ? undefined : { text: difference });
    this.#rows.set(number, row);
    if (this.#metric !== undefined) row.showHeat(this.#metric);
    this.#showOpen(number, row);
    if (number === this.#selected) mark(row.item, true);
    return row.item;
  }

  #itemOf(node: number): HTMLElement | undefined {
    return this.#rows.get(node)?.item;
  }

  /** At once, or when the node has come; then only if nothing else was asked for since. */
  #whenMade(node: number, then: (item: HTMLElement) => void): void {
    this.#awaited = undefined;
    this.#blocks.bring(node);
    const item = this.#itemOf(node);
    if (item === undefined) this.#awaited = { node, then: () => this.#whenMade(node, then) };
    else then(item);
  }

  /** Makes a node the one that Tab comes to. */
  #select(node: number): void {
    const before = this.#itemOf(this.#selected);
    if (before !== undefined) mark(before, false);
    this.#selected = node;
    const item = this.#itemOf(node);
    if (item !== undefined) mark(item, true);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.#act(event.key)) event.preventDefault();
  }

  #act(key: string): boolean {
    if (key === 'Enter') this.events.onChoose(this.#selected, true);
    else if (key === ' ') this.events.onDetails(this.#selected);
    else {
      const move = moveByKey(this.#levels, this.#closed, this.#selected, key);
      if (move === undefined) return this.#type(key);
      if (move.kind === 'focus') this.focus(move.node);
      else this.#toggle(move.node);
    }
    return true;
  }

  #type(key: string): boolean {
    if (key.length !== 1) return false;
    const now = performance.now();
    this.#typed = now - this.#typedAt > TYPING_PAUSE_MS ? key : this.#typed + key;
    this.#typedAt = now;
    const titles = this.options.known.plan.outline.map(({ title }) => title);
    const found = findByTyping(titles, visibleNodes(this.#levels, this.#closed), this.#selected, this.#typed);
    if (found !== undefined) this.focus(found);
    return true;
  }

  #onClick({ target }: MouseEvent): void {
    if (!(target instanceof Element)) return;
    const node = Number(target.closest<HTMLElement>('.node')?.dataset['node'] ?? NaN);
    if (Number.isNaN(node)) return;
    this.focus(node);
    if (target.closest('.twisty') !== null && hasChildren(this.#levels, node)) this.#toggle(node);
    else this.events.onChoose(node, false);
  }

  #toggle(node: number): void {
    if (!this.#closed.delete(node)) this.#closed.add(node);
    this.#closedChanged();
  }

  #closedChanged(): void {
    this.#visible = new Set(visibleNodes(this.#levels, this.#closed));
    this.#blocks.showVisible(this.#visible);
    for (const [node, row] of this.#rows) this.#showOpen(node, row);
    this.events.onToggle([...this.#closed]);
  }

  #showOpen(node: number, { item }: TreeRow): void {
    item.hidden = !this.#visible.has(node);
    if (hasChildren(this.#levels, node)) item.setAttribute('aria-expanded', String(!this.#closed.has(node)));
  }
}

function mark(item: HTMLElement, isSelected: boolean): void {
  item.setAttribute('tabindex', isSelected ? '0' : '-1');
  item.setAttribute('aria-selected', String(isSelected));
}
