import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { PoolClient, Pool } from 'pg';

interface SampleModule {
  readonly pool: Pool;
  readStreams(streamIds: readonly string[], limit: number): Promise<readonly Record<string, unknown>[]>;
}

export interface SampleRun {
  readonly rows: readonly Record<string, unknown>[];
  /** As EXPLAIN prints it, of the very statement that has run. */
  readonly plan: string;
}

/** Makes the server tell the plan of everything it runs. */
const TELL_PLANS = [
  'session_preload_libraries=auto_explain',
  'auto_explain.log_min_duration=0',
  'auto_explain.log_level=notice',
];

/** Runs `readStreams` of the sample's event store, as its files are now, against a database. */
export async function readStreams(
  sample: string,
  connectionString: string,
  streamIds: readonly string[],
  limit: number,
): Promise<SampleRun> {
  const options = encodeURIComponent(TELL_PLANS.map((setting) => `-c ${setting}`).join(' '));
  const service = await load(sample, `${connectionString}?options=${options}`);
  const plans: string[] = [];
  service.pool.on('connect', (client: PoolClient) => {
    client.on('notice', ({ message }) => plans.push(message ?? ''));
  });
  try {
    const rows = await service.readStreams(streamIds, limit);
    assert.equal(plans.length, 1);
    return { rows, plan: plans.join() };
  } finally {
    await service.pool.end();
  }
}

let loaded = 0;

async function load(sample: string, databaseUrl: string): Promise<SampleModule> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export { readStreams } from './src/event-store'; export { pool } from './src/database';",
      resolveDir: sample,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    write: false,
  });
  // Beside the folder, where the packages are found.
  const file = join(dirname(sample), `event-store-${(loaded += 1)}.cjs`);
  writeFileSync(file, outputFiles[0]?.text ?? '');
  process.env['DATABASE_URL'] = databaseUrl;
  try {
    return (await import(file)) as SampleModule;
  } finally {
    // An editor that is started later would inherit it, and a connection would take it for its own.
    delete process.env['DATABASE_URL'];
  }
}
