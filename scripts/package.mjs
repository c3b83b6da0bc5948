// @ts-check
// Packs what is in dist: node scripts/package.mjs [file]. Build it first, with --production.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';
import { openTemporaryFolder } from './host/start-guard.mjs';

// vsce looks at every file before it asks .vscodeignore, and these folders have tens of thousands: ten seconds.
const UNSEEN = new Set(['.cache', '.git', '.vscode-test', 'node_modules', 'out']);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packagePath = resolve(process.argv[2] ?? join(root, 'out', 'indexwright.vsix'));

mkdirSync(dirname(packagePath), { recursive: true });
const copy = openTemporaryFolder();
try {
  for (const name of readdirSync(root).filter((entry) => !UNSEEN.has(entry))) {
    cpSync(join(root, name), join(copy.path, name), { recursive: true });
  }
  await createVSIX({
    cwd: copy.path,
    packagePath,
    // The bundles hold what they need.
    dependencies: false,
    // No public repository is named yet that links of the README could be led to.
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
} finally {
  await copy.remove();
}
