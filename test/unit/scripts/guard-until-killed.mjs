// @ts-check
// Stands for a run that does not end in order: has a temporary folder and a program with a child, says which, then waits
// to be killed or just returns.
import { openTemporaryFolder, startGuard } from '../../../scripts/host/start-guard.mjs';

const PROGRAM = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']);
  console.log(JSON.stringify([process.pid, child.pid]));
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1000);
`;

const folder = openTemporaryFolder();
const guard = startGuard({ command: [process.execPath, '-e', PROGRAM] });
guard.stdout.once('data', (chunk) => {
  /** @type {unknown} */
  const processes = JSON.parse(String(chunk));
  console.log(JSON.stringify({ folder: folder.path, processes }));
  if (process.argv[2] === 'returns') process.exit();
});
