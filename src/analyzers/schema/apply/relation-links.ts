/** Which tables lead to a table, looked up by the table they lead to. Keys are full names. */
export class RelationLinks {
  readonly #sources: Map<string, Set<string>>;

  constructor(sources: Iterable<readonly [string, Set<string>]> = []) {
    this.#sources = new Map([...sources].map(([target, set]) => [target, new Set(set)]));
  }

  copy(): RelationLinks {
    return new RelationLinks(this.#sources);
  }

  to(target: string): readonly string[] {
    return [...(this.#sources.get(target) ?? [])];
  }

  /** Takes the links of one source from its earlier targets to its new ones. */
  move(source: string, before: readonly string[], after: readonly string[]): void {
    for (const target of before) if (!after.includes(target)) this.#sources.get(target)?.delete(source);
    for (const target of after) {
      const sources = this.#sources.get(target) ?? new Set();
      this.#sources.set(target, sources.add(source));
    }
  }
}
