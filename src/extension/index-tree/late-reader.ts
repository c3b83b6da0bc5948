import type { IndexUsage, TableUsage } from '../../postgres/monitoring/read-usage';
import type { Reader } from '../../postgres/reading/reader';
import type { PostgresRoom } from '../load-postgres';
import type { Log } from '../log';
import type { LateFigures } from './late-figures';

/** Rows are there already: whoever looks at them should not wait long for the rest. */
const WITHIN_MS = 3_000;

/** Asks the server for sizes and counters after the rows are there. What a lock holds up, or slowness, is left out. */
export class LateReader {
  readonly #bytes = new Map<number, number>();
  readonly #locked = new Set<number>();
  readonly #tables = new Map<number, TableUsage>();
  readonly #indexes = new Map<number, IndexUsage>();
  readonly #asked = new Set<string>();

  constructor(
    private readonly reader: Reader,
    private readonly loadPostgres: () => PostgresRoom,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  get figures(): LateFigures {
    return {
      bytes: this.#bytes,
      locked: this.#locked,
      tables: this.#tables,
      indexes: this.#indexes,
    };
  }

  /** They are asked for again; until then what was measured stays. */
  forget(): void {
    this.#asked.clear();
  }

  /**
   * Once for each key. Never rejects.
   *
   * @param relations whose sizes are asked for, by their oids
   * @param tables whose counters are, with those of their indexes
   */
  async read(key: string, relations: readonly number[], tables: readonly number[]): Promise<boolean> {
    if (this.#asked.has(key)) return false;
    this.#asked.add(key);
    const outcomes = await Promise.all([
      this.#quietly('sizes', () => this.#readSizes(relations)),
      this.#quietly('counters', () => this.#readUsage(tables)),
    ]);
    return outcomes.includes(true);
  }

  async #readSizes(relations: readonly number[]): Promise<void> {
    const { readSizes } = this.loadPostgres();
    const { bytes, locked } = await readSizes(this.reader, relations, { withinMs: WITHIN_MS });
    for (const oid of relations) this.#locked.delete(oid);
    for (const [oid, size] of bytes) this.#bytes.set(oid, size);
    for (const oid of locked) this.#locked.add(oid);
  }

  async #readUsage(asked: readonly number[]): Promise<void> {
    if (asked.length === 0) return;
    const { readUsage } = this.loadPostgres();
    const { tables, indexes } = await readUsage(this.reader, asked, { statementTimeoutMs: WITHIN_MS });
    for (const usage of tables) this.#tables.set(usage.oid, usage);
    for (const usage of indexes) this.#indexes.set(usage.oid, usage);
  }

  /** Without these figures the tree is as good as it was: what went wrong is for the log. */
  async #quietly(what: string, read: () => Promise<void>): Promise<boolean> {
    try {
      await read();
      return true;
    } catch (error) {
      this.log.warn(
        `The tree of indexes has no ${what}: ${error instanceof Error ? error.message : String(error)}`,
      );
      return false;
    }
  }
}
