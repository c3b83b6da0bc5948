import type { Usage } from '../../postgres/monitoring/read-usage';

export const COUNTERS = ['indexScans', 'sequentialScans', 'inserted', 'updated', 'deleted'] as const;
export type CounterName = (typeof COUNTERS)[number];

/** What the counters of a table said at one moment. */
export type CounterSample = Readonly<Record<CounterName, number>> & { readonly at: Date };

/** Enough for an hour of minutes. */
const MOST_SAMPLES = 60;

/** `undefined`: the server counts nothing for the table. */
export function sampleOf({ tables: [table], indexes }: Usage, at: Date): CounterSample | undefined {
  if (!table) return undefined;
  const { sequentialScans, inserted, updated, deleted } = table;
  const indexScans = indexes.reduce((sum, { scans }) => sum + scans, 0);
  return { at, indexScans, sequentialScans, inserted, updated, deleted };
}

export function withSample(
  samples: readonly CounterSample[],
  sample: CounterSample | undefined,
): readonly CounterSample[] {
  return sample ? [...samples, sample].slice(-MOST_SAMPLES) : samples;
}

/** By how much a counter rose from each sample to the next. Counters that were reset meanwhile begin anew. */
export function rises(samples: readonly CounterSample[], name: CounterName): readonly number[] {
  return samples.slice(1).map((sample, index) => {
    const before = samples[index]?.[name] ?? 0;
    return sample[name] >= before ? sample[name] - before : sample[name];
  });
}
