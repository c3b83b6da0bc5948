import type { PageNode, PagePlan } from './page-model';

/** The nodes of one plan: the first came with it, the others are asked for. */
export class KnownNodes {
  readonly #nodes: (PageNode | undefined)[];
  /** Numbers of those that were asked for, or are there. */
  readonly #asked: Set<number>;

  /** @param ask for the nodes from one number to before another; `add` is called with the answer */
  constructor(
    readonly plan: PagePlan,
    private readonly ask: (from: number, to: number) => void,
  ) {
    this.#nodes = [...plan.nodes];
    this.#asked = new Set(plan.nodes.keys());
  }

  get count(): number {
    return this.plan.outline.length;
  }

  at(number: number): PageNode | undefined {
    return this.#nodes[number];
  }

  /** Whether all of these are there. */
  has(from: number, to: number): boolean {
    for (let number = from; number < Math.min(to, this.count); number += 1)
      if (this.#nodes[number] === undefined) return false;
    return true;
  }

  /** Asks for those of them that are neither there nor on their way. */
  want(from: number, to: number): void {
    const end = Math.min(to, this.count);
    for (let first = from; first < end; first += 1) {
      let last = first;
      while (last < end && !this.#asked.has(last)) {
        this.#asked.add(last);
        last += 1;
      }
      if (last === first) continue;
      this.ask(first, last);
      first = last;
    }
  }

  add(from: number, nodes: readonly PageNode[]): void {
    for (const [position, node] of nodes.entries()) this.#nodes[from + position] = node;
  }
}
