// @ts-check
// `npm start`: from a fresh clone to the sample, open in VS Code, beside a database with a realistic load. Nothing that is
// installed may be imported before the first step has installed it.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './install-dependencies.mjs';
import { step } from './start/step.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  await step(
    'Dependencies',
    () => installDependencies(root),
    (installed) => (installed ? 'installed' : 'up to date'),
  );
  const { runDemo } = await import('./start/run-demo.mjs');
  await runDemo(root, process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
