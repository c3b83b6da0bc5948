import { availableParallelism } from 'node:os';
import type { Analysis } from '../analyzers/finding';
import type { StatisticsFile } from '../analyzers/statistics-file/statistics-file';
import { AnalysisClient } from '../runtime/analysis-client';
import type { AnalysisClientOptions } from '../runtime/client-options';
import type { AnalysisRequest, SchemaFile, SnapshotSummary } from '../runtime/protocol';

/** A worker takes half a second of its core and some 100 MB to start: that many files pay for it. */
const FILES_PER_WORKER = 300;
const MAX_WORKERS = 4;

interface PooledWorker {
  readonly client: AnalysisClient;
  /** Requests without an answer. */
  pending: number;
}

/** Workers that judge the files of one check beside each other, all by the same schemas. */
export class AnalysisPool {
  readonly #workers: readonly [PooledWorker, ...PooledWorker[]];

  /** For so many files. */
  constructor(options: AnalysisClientOptions, files: number) {
    const count = Math.min(availableParallelism(), MAX_WORKERS, Math.ceil(files / FILES_PER_WORKER));
    const start = (): PooledWorker => ({ client: new AnalysisClient(options), pending: 0 });
    this.#workers = [start(), ...Array.from({ length: Math.max(count, 1) - 1 }, start)];
  }

  /** For what is asked of one of them. */
  get client(): AnalysisClient {
    return this.#workers[0].client;
  }

  /** Requests at once that leave no worker without one while the next file is read. */
  get capacity(): number {
    return 2 * this.#workers.length;
  }

  setMigrations(key: string, files: readonly SchemaFile[]): Promise<SnapshotSummary> {
    return this.#tellAll((client) => client.setMigrations(key, files));
  }

  setStatistics(key: string, statistics: StatisticsFile): Promise<SnapshotSummary> {
    return this.#tellAll((client) => client.setStatistics(key, statistics));
  }

  async #tellAll(tell: (client: AnalysisClient) => Promise<SnapshotSummary>): Promise<SnapshotSummary> {
    const [first, ...others] = this.#workers;
    const [summary] = await Promise.all([tell(first.client), ...others.map(({ client }) => tell(client))]);
    return summary;
  }

  /** By the worker that has the least to do. */
  async analyze(request: AnalysisRequest): Promise<Analysis> {
    const worker = this.#workers.reduce((least, other) => (other.pending < least.pending ? other : least));
    worker.pending += 1;
    try {
      return await worker.client.analyze(request, undefined, 'command');
    } finally {
      worker.pending -= 1;
    }
  }

  dispose(): void {
    for (const { client } of this.#workers) client.dispose();
  }
}
