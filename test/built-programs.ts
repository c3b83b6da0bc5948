import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const FOLDER = 'out/test/programs';
let built = false;

/** Builds what ships, from the sources as they are, once a run: the worker, its chunk, the grammar, the embedded planner and the command line. */
export function buildPrograms(): { readonly worker: string; readonly cli: string; readonly planner: string } {
  if (!built)
    execFileSync(process.execPath, ['esbuild.mjs', '--programs', FOLDER], { cwd: ROOT, stdio: 'inherit' });
  built = true;
  return {
    worker: join(ROOT, FOLDER, 'analysis-worker.js'),
    cli: join(ROOT, FOLDER, 'cli.js'),
    planner: join(ROOT, FOLDER, 'embedded-planner.js'),
  };
}
