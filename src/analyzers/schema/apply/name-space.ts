import type { DeclaredView, Table } from '../snapshot';
import { indexNamesOf } from '../table-read-later';
import type { Relation } from './relation';

type Entry =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'view'; readonly view: DeclaredView }
  /** Of the table of that name. */
  | { readonly kind: 'index'; readonly table: string };

/** The names of one schema: of its relations, and of its tables' constraints, which several tables may share. */
export class NameSpace {
  readonly #entries: Map<string, Entry>;
  readonly #constraints: Map<string, number>;

  constructor(other?: NameSpace) {
    this.#entries = new Map(other ? other.#entries : []);
    this.#constraints = new Map(other ? other.#constraints : []);
  }

  hasRelation(name: string): boolean {
    return this.#entries.has(name);
  }

  hasConstraint(name: string): boolean {
    return this.#constraints.has(name);
  }

  relation(name: string): Relation | undefined {
    const entry = this.#entries.get(name);
    if (entry?.kind !== 'index') return entry;
    const table = this.table(entry.table);
    const index = table?.indexes.find((candidate) => candidate.name === name);
    return table && index && { kind: 'index', table, index };
  }

  table(name: string): Table | undefined {
    const entry = this.#entries.get(name);
    return entry?.kind === 'table' ? entry.table : undefined;
  }

  tables(): readonly Table[] {
    return [...this.#entries.values()].flatMap((entry) => (entry.kind === 'table' ? [entry.table] : []));
  }

  views(): readonly DeclaredView[] {
    return [...this.#entries.values()].flatMap((entry) => (entry.kind === 'view' ? [entry.view] : []));
  }

  put(table: Table): void {
    const { name } = table;
    const before = this.table(name);
    // Most changes leave one of the lists as it is, and names cost more than all else.
    const hasOtherIndexes = before !== undefined && before.indexes !== table.indexes;
    const hasOtherConstraints = before !== undefined && before.constraints !== table.constraints;
    if (hasOtherIndexes) this.#forgetIndexes(before);
    if (hasOtherConstraints) this.#forgetConstraints(before);
    this.#entries.set(name, { kind: 'table', table });
    if (!before || hasOtherIndexes)
      for (const index of indexNamesOf(table)) this.#entries.set(index, { kind: 'index', table: name });
    if (!before || hasOtherConstraints) {
      for (const constraint of table.constraints)
        this.#constraints.set(constraint.name, (this.#constraints.get(constraint.name) ?? 0) + 1);
    }
  }

  remove(table: Table): void {
    this.#forgetIndexes(table);
    this.#forgetConstraints(table);
    this.#entries.delete(table.name);
  }

  putView(view: DeclaredView): void {
    this.#entries.set(view.name, { kind: 'view', view });
  }

  removeView({ name }: DeclaredView): void {
    this.#entries.delete(name);
  }

  #forgetIndexes({ indexes }: Table): void {
    for (const { name } of indexes) this.#entries.delete(name);
  }

  #forgetConstraints({ constraints }: Table): void {
    for (const { name } of constraints) {
      const count = (this.#constraints.get(name) ?? 0) - 1;
      if (count > 0) this.#constraints.set(name, count);
      else this.#constraints.delete(name);
    }
  }
}
