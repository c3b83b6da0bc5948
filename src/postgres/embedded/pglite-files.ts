import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import type { ExtensionFiles } from './extensions';

/** The package's version: the pretended sizes rest on how it keeps its files. */
export const PGLITE_VERSION = '0.5.16';

/** Plans need hardly any memory; 128 MB would be the default. What we ask of the catalogues is planned once. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  ...['-c', 'shared_buffers=4MB', '-c', 'plan_cache_mode=force_generic_plan'],
];
/** A file whose bytes we change has no checksums to keep, and 1 MB of log is enough for a schema. */
const INIT_PARAMETERS = ['--no-data-checksums', '--wal-segsize=1'];
/** ICU's root collation: its order is that of a language, not of bytes. */
const LINGUISTIC = ['--locale-provider=icu', '--icu-locale=und'];

export interface ClusterPlace {
  readonly assets: string;
  readonly cacheFolder: string;
  /** Texts are compared byte by byte. */
  readonly isC: boolean;
  /** Whose files it is started with. The database in the cache has none of them. */
  readonly extensions: ExtensionFiles;
}

/** An empty database, from the cache or made anew (some seconds) and put there. */
export async function openCluster(place: ClusterPlace): Promise<PGlite> {
  const file = cacheFile(place);
  const cached = await readFile(file).catch(() => undefined);
  if (cached !== undefined) {
    try {
      return await start(place, { loadDataDir: new Blob([cached]) });
    } catch {
      // Half a file, or of another machine: it is made anew.
      await remove(file);
    }
  }
  const made = await makeCluster(place);
  await keep(file, made);
  return start(place, { loadDataDir: new Blob([made]) });
}

function cacheFile({ cacheFolder, isC }: ClusterPlace): string {
  const order = isC ? 'bytes' : 'linguistic';
  const key = createHash('sha256').update(JSON.stringify([PGLITE_VERSION, INIT_PARAMETERS, LINGUISTIC]));
  return join(cacheFolder, `planner-${key.digest('hex').slice(0, 12)}-${order}.tar`);
}

async function makeCluster(place: ClusterPlace): Promise<Uint8Array<ArrayBuffer>> {
  const initdb = await WebAssembly.compile(await readFile(join(place.assets, 'initdb.wasm')));
  const database = await start(place, {
    initdbWasmModule: initdb,
    initDbStartParams: [...INIT_PARAMETERS, ...(place.isC ? [] : LINGUISTIC)],
  });
  const dumped = await database.dumpDataDir('none');
  await database.close();
  return new Uint8Array(await dumped.arrayBuffer());
}

async function start({ assets, extensions }: ClusterPlace, options: PGliteOptions): Promise<PGlite> {
  const module = await WebAssembly.compile(await readFile(join(assets, 'pglite.wasm')));
  return PGlite.create({
    pgliteWasmModule: module,
    fsBundle: new Blob([await readFile(join(assets, 'pglite.data'))]),
    startParams: START_PARAMETERS,
    extensions,
    ...options,
  });
}

/** Two windows may do it at once: each writes a file of its own and moves it. A disk that is full costs the next start some seconds. */
async function keep(file: string, content: Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.${Date.now()}`;
  try {
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch {
    await remove(temporary);
  }
}

/** Windows refuses to remove or replace a file that another process has open: the database made here is as good without. */
async function remove(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}
