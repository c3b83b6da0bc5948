import { element } from './elements';
import type { KnownNodes } from './known-nodes';

/** About what stands on a screen. */
export const ROWS_OF_BLOCK = 40;
/** What is asked for at once when nothing else is to do: each question is a way to the extension and back. */
const ASKED_WHEN_IDLE = 5 * ROWS_OF_BLOCK;
/** Milliseconds that making a block may take. */
const BLOCK_MS = 6;

/**
 * The rows of a tree, in blocks that keep the place of their rows until those are made: the first at once, others when somebody may see
 * or reach them, and all little by little, so that a search and a screen reader find every one.
 */
export class RowBlocks {
  readonly elements: readonly HTMLElement[];
  readonly #made = new Set<number>();
  /** Those that are made as soon as their nodes have come. */
  readonly #wanted = new Set<number>();
  #isFilling = false;

  constructor(
    private readonly known: KnownNodes,
    private readonly makeRow: (node: number) => HTMLElement,
  ) {
    const count = Math.ceil(known.count / ROWS_OF_BLOCK);
    this.elements = Array.from({ length: count }, () => element('div', { class: 'rows', role: 'none' }));
    this.#bring(0);
    this.#watch();
    this.#fillWhenIdle();
  }

  /** Makes the row of a node now, or as soon as it has come. */
  bring(node: number): void {
    this.#bring(Math.floor(node / ROWS_OF_BLOCK));
  }

  /** Nodes have come. */
  arrived(): void {
    for (const block of this.#wanted) this.#bring(block);
    this.#fillWhenIdle();
  }

  /** Blocks take the room of what is open in them. */
  showVisible(visible: ReadonlySet<number>): void {
    for (const [block, made] of this.elements.entries()) {
      const { from, to } = this.#rangeOf(block);
      let rows = 0;
      for (let node = from; node < to; node += 1) if (visible.has(node)) rows += 1;
      made.style.setProperty('--rows', String(rows));
      // What it took when it was last on the screen would else be kept free.
      made.hidden = rows === 0;
    }
  }

  #rangeOf(block: number): { readonly from: number; readonly to: number } {
    const from = block * ROWS_OF_BLOCK;
    return { from, to: Math.min(from + ROWS_OF_BLOCK, this.known.count) };
  }

  #bring(block: number): void {
    if (this.#made.has(block)) return;
    const { from, to } = this.#rangeOf(block);
    if (!this.known.has(from, to)) {
      this.#wanted.add(block);
      this.known.want(from, to);
      return;
    }
    this.#wanted.delete(block);
    this.#made.add(block);
    const rows: HTMLElement[] = [];
    for (let node = from; node < to; node += 1) rows.push(this.makeRow(node));
    this.elements[block]?.append(...rows);
  }

  #watch(): void {
    const numbers = new Map<Element, number>(this.elements.map((made, block) => [made, block]));
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) continue;
          this.#bring(numbers.get(target) ?? 0);
          watch.unobserve(target);
        }
      },
      // Of a page in a frame the document must be named: the margin of the window around it is not obeyed.
      { root: document, rootMargin: '100% 0px' },
    );
    for (const made of this.elements.slice(1)) watch.observe(made);
  }

  #fillWhenIdle(): void {
    if (this.#isFilling || this.#made.size === this.elements.length) return;
    this.#isFilling = true;
    requestIdleCallback((deadline) => {
      this.#isFilling = false;
      // The page may show other plans by now.
      if (this.elements[0]?.isConnected !== true) return;
      if (this.#fill(deadline)) this.#fillWhenIdle();
    });
  }

  /** @returns whether there is more to make; what has to come first goes on with `arrived` */
  #fill(deadline: IdleDeadline): boolean {
    for (const block of this.elements.keys()) {
      if (this.#made.has(block)) continue;
      const { from, to } = this.#rangeOf(block);
      if (!this.known.has(from, to)) {
        this.known.want(from, from + ASKED_WHEN_IDLE);
        return false;
      }
      if (deadline.timeRemaining() < BLOCK_MS) return true;
      this.#bring(block);
    }
    return false;
  }
}
