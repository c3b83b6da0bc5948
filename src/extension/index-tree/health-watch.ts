import type { HealthFinding, HealthGroup } from '../../analyzers/index-health/health-finding';
import { describeDensity } from '../../analyzers/index-health/judge-bloat';
import type { DatabaseListing } from '../../analyzers/index-health/list-database';
import { message, type Message } from '../../analyzers/message';
import type { CountedBtree } from '../../postgres/bloat/read-pgstatindex';
import type { Reader } from '../../postgres/reading/reader';
import { type DatabaseHealth, NOTHING_KNOWN, replaceGroup, withoutYoung } from './database-health';
import { findBloated, findInvalid, judgeCatalogue, tablesByIndex } from './health-reader';
import { type IndexMark, withMark } from './index-marks';
import type { TreePorts } from './tree-ports';

const MARKS_KEY = 'indexTree.marks';

type WatchPorts = Pick<TreePorts, 'client' | 'loadPostgres' | 'workspaceState' | 'log'>;

/** Looks for what is wrong with a database's indexes: first what the catalogue says, then what the server has to be asked. */
export class HealthWatch {
  #health: DatabaseHealth = NOTHING_KNOWN;
  readonly #measured = new Map<number, CountedBtree>();
  #round = 0;

  constructor(
    private readonly connectionId: string,
    private readonly reader: Reader,
    private readonly ports: WatchPorts,
  ) {}

  get known(): DatabaseHealth {
    return this.#health;
  }

  /** Never rejects: without one of its parts the others stand. A newer call takes the place of an older one. */
  async judge(schemaKey: string, listing: DatabaseListing, changed: () => void): Promise<void> {
    const { tables, readAt } = listing;
    const round = ++this.#round;
    const show = (health: Partial<DatabaseHealth>): void => {
      if (round !== this.#round) return;
      this.#health = { ...this.#health, ...health };
      changed();
    };
    const now = new Date(readAt);
    const judged = await this.#quietly('the catalogue', () => this.#judge(schemaKey, tables.length, now));
    if (judged) show({ findings: judged.findings });
    const found = this.#found(show);
    const postgres = this.ports.loadPostgres();
    await found('invalid', () => findInvalid(this.reader, postgres));
    const tableOf = tablesByIndex(tables);
    const large = judged?.withLargeBtrees ?? [];
    await found('bloated', () => findBloated(this.reader, postgres, large, tableOf));
    const running = await this.#quietly('running', () => postgres.readRunningWork(this.reader));
    show({ isWhole: true, ...(running && { running }) });
  }

  /** Who is at work now, against what was known of it. Never rejects. */
  async lookForWork(): Promise<'nothing' | 'goes-on' | 'begun-or-ended'> {
    const { readRunningWork } = this.ports.loadPostgres();
    const running = await this.#quietly('running', () => readRunningWork(this.reader));
    if (!running) return 'nothing';
    const before = this.#health.running.map(({ processId }) => processId).join();
    this.#health = { ...this.#health, running };
    if (before !== running.map(({ processId }) => processId).join()) return 'begun-or-ended';
    return running.length === 0 ? 'nothing' : 'goes-on';
  }

  /** Reads every page of a btree. Resolves to what came of it, in words; rejects where it was ended. */
  async measure(oid: number, name: string, signal: AbortSignal): Promise<Message> {
    try {
      const counted = await this.ports.loadPostgres().readPgstatindex(this.reader, oid, { signal });
      if (!counted)
        return message('pgstattuple is not installed in this database, so {0} cannot be measured.', name);
      this.#measured.set(oid, counted);
      this.#health = { ...this.#health, measured: new Map(this.#measured) };
      return describeDensity(counted.leafDensity, counted.bytes);
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== '42501') throw error;
      return message(
        'The role may not measure {0}: an administrator has to GRANT pg_stat_scan_tables to it.',
        name,
      );
    }
  }

  #found(show: (health: Partial<DatabaseHealth>) => void) {
    return async (group: HealthGroup, find: () => Promise<readonly HealthFinding[]>): Promise<void> => {
      const fresh = await this.#quietly(group, find);
      if (fresh) show({ findings: replaceGroup(this.#health.findings, group, fresh) });
    };
  }

  async #judge(schemaKey: string, tables: number, now: Date) {
    const judged = await judgeCatalogue(this.ports.client, schemaKey, tables);
    const { workspaceState } = this.ports;
    const key = `${MARKS_KEY}:${this.connectionId}`;
    const marks = workspaceState.get<readonly IndexMark[]>(key, []);
    await workspaceState.update(key, withMark(marks, judged.newestOid, now));
    return { ...judged, findings: withoutYoung(judged.findings, marks, now) };
  }

  async #quietly<Found>(what: string, find: () => Promise<Found>): Promise<Found | undefined> {
    try {
      return await find();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.ports.log.warn(`The health of the indexes is known without ${what}: ${reason}`);
      return undefined;
    }
  }
}
