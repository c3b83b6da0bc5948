import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import esbuild from 'esbuild';

/**
 * @typedef {object} Client
 * @property {(request: object, signal?: AbortSignal, lane?: 'edit' | 'command') => Promise<{ findings: readonly object[] }>} analyze
 * @property {(key: string, files: readonly object[]) => Promise<object>} setMigrations
 * @property {(key: string, rows: object) => Promise<{ tables: number, indexes: number }>} setCatalog
 * @property {import('../../src/runtime/analysis-client').AnalysisClient['askDatabase']} askDatabase
 * @property {() => void} dispose
 */

/**
 * The host's side of the worker as the extension has it: the extension's bundle asks for the module vscode, so this part is bundled alone.
 *
 * @param {string} root
 * @returns {new (options: { workerFile: string, timeoutMs: number }) => Client}
 */
export function loadAnalysisClient(root) {
  const outfile = join(mkdtempSync(join(tmpdir(), 'indexwright-bench-')), 'analysis-client.cjs');
  esbuild.buildSync({
    entryPoints: [join(root, 'src', 'runtime', 'analysis-client.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
  });
  const load = /** @type {(file: string) => unknown} */ (createRequire(import.meta.url));
  const loaded = /** @type {{ AnalysisClient: ReturnType<typeof loadAnalysisClient> }} */ (load(outfile));
  return loaded.AnalysisClient;
}
