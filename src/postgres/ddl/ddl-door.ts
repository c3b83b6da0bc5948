import type { ActionRecord } from '../../analyzers/maintenance/action-record';
import type { MaintenanceAction } from '../../analyzers/maintenance/maintenance-action';
import type { ActionOptions } from './action-options';
import { type DdlParts, runAction } from './run-action';

export type RecordListener = (record: ActionRecord) => void;

/** The second door to a server, beside the one that reads: takes one action at a time for each table, in the order they come. */
export class DdlDoor {
  readonly #parts: DdlParts;
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #listeners = new Set<RecordListener>();
  #running = 0;

  constructor(parts: DdlParts) {
    this.#parts = parts;
  }

  /** How many actions run or wait. */
  get running(): number {
    return this.#running;
  }

  /** Told of every action that has ended. @returns what ends it */
  onDidEnd(listener: RecordListener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Never rejects. An action that is cancelled while it waits has touched nothing. */
  async run(action: MaintenanceAction, options: ActionOptions = {}): Promise<ActionRecord> {
    const table = JSON.stringify([action.table.schema, action.table.name]);
    const earlier = this.#last.get(table);
    if (earlier) options.listener?.({ kind: 'queued' });
    const running = (earlier ?? Promise.resolve()).then(() => runAction(this.#parts, action, options));
    this.#last.set(table, running);
    this.#running += 1;
    const record = await running;
    this.#running -= 1;
    if (this.#last.get(table) === running) this.#last.delete(table);
    for (const listener of [...this.#listeners]) listener(record);
    return record;
  }
}
