import type { RelationName } from '../snapshot';
import { isSame } from './relation';

/** Which relations lead to a relation, looked up by the one they lead to. */
export class RelationLinks {
  readonly #sources = new Map<string, Map<string, readonly RelationName[]>>();

  copy(): RelationLinks {
    const copy = new RelationLinks();
    for (const [schema, names] of this.#sources) copy.#sources.set(schema, new Map(names));
    return copy;
  }

  to({ schema, name }: RelationName): readonly RelationName[] {
    return this.#sources.get(schema)?.get(name) ?? [];
  }

  /** Takes the links of one source from its earlier targets to its new ones. */
  move(source: RelationName, before: readonly RelationName[], after: readonly RelationName[]): void {
    for (const target of before)
      if (!after.some((other) => isSame(other, target))) this.#set(target, source, false);
    for (const target of after) this.#set(target, source, true);
  }

  #set({ schema, name }: RelationName, source: RelationName, leadsThere: boolean): void {
    const names = this.#sources.get(schema) ?? new Map<string, readonly RelationName[]>();
    const others = (names.get(name) ?? []).filter((other) => !isSame(other, source));
    const { schema: sourceSchema, name: sourceName } = source;
    if (leadsThere) others.push({ schema: sourceSchema, name: sourceName });
    this.#sources.set(schema, names.set(name, others));
  }
}
