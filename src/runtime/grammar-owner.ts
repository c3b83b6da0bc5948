import { createFeeder, createLibpgFeeder, createPgsqlAstFeeder } from '../analyzers';
import type { LibpgFeeder } from '../analyzers/sql/libpg/libpg-feeder';
import type { SqlFeeder } from '../analyzers/sql/feeder';
import { createLibpgInstance } from './libpg-instance';

/** Owns the instance of PostgreSQL's grammar: makes the first one and, when one is lost, the next. */
export class GrammarOwner {
  /** Whatever grammar there is: PostgreSQL's own, and the second one while it is absent or lost. */
  readonly feeder: SqlFeeder = createFeeder(() => this.#primary, createPgsqlAstFeeder());
  #compiled: Promise<WebAssembly.Module> | undefined;
  #primary: LibpgFeeder | undefined;

  constructor(private readonly wasm: Uint8Array) {}

  get isLost(): boolean {
    return this.#primary?.isLost === true;
  }

  /** Without WebAssembly the second grammar goes on alone: less is read, nothing is read wrongly. */
  async renew(): Promise<void> {
    try {
      this.#compiled ??= WebAssembly.compile(this.wasm);
      this.#primary = createLibpgFeeder(await createLibpgInstance(await this.#compiled));
    } catch {
      this.#primary = undefined;
    }
  }
}
