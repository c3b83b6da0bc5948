import type { RelationName } from '../../analyzers/schema/snapshot';
import type { ConnectedDatabase } from '../connected-database';
import { StatisticsPanel, type StatisticsPorts } from './statistics-panel';

export interface OpenStatisticsPorts extends StatisticsPorts {
  /** The table of a row of the tree, or the one that a person picks. */
  readonly chooseTable: (
    node: unknown,
  ) => Promise<{ readonly database: ConnectedDatabase; readonly table: RelationName } | undefined>;
}

/** The pages of tables that are open: one for each. */
export class TableStatisticsPages {
  readonly #panels = new Map<string, StatisticsPanel>();

  constructor(private readonly ports: OpenStatisticsPorts) {}

  /** Answers with the page's text, for whoever opens it from code. */
  async open(node?: unknown): Promise<string | undefined> {
    const chosen = await this.ports.chooseTable(node);
    if (chosen === undefined) return undefined;
    const { database, table } = chosen;
    const key = JSON.stringify([database.id, table.schema, table.name]);
    const known = this.#panels.get(key);
    known?.reveal();
    const panel = known ?? this.#create(key, database.id, table);
    await panel.read();
    return panel.markdown;
  }

  dispose(): void {
    for (const panel of [...this.#panels.values()]) panel.dispose();
  }

  #create(key: string, connectionId: string, table: RelationName): StatisticsPanel {
    const panel = new StatisticsPanel(connectionId, table, this.ports);
    this.#panels.set(key, panel);
    panel.onDidDispose(() => this.#panels.delete(key));
    return panel;
  }
}
