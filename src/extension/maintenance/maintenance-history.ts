import type * as vscode from 'vscode';
import type { ActionRecord } from '../../analyzers/maintenance/action-record';

const KEY = 'maintenance.history';
const MOST_RECORDS = 50;

/** What was run, and on which database. */
export interface HistoryEntry {
  /** As the settings call it. */
  readonly database: string;
  /** `user@host:port/database` */
  readonly target: string;
  readonly record: ActionRecord;
}

/** What was run from this workspace, the newest first. Kept with it; the oldest go. */
export class MaintenanceHistory {
  constructor(private readonly state: vscode.Memento) {}

  all(): readonly HistoryEntry[] {
    return this.state.get<readonly HistoryEntry[]>(KEY, []);
  }

  async add(entry: HistoryEntry): Promise<void> {
    await this.state.update(KEY, [entry, ...this.all()].slice(0, MOST_RECORDS));
  }
}
