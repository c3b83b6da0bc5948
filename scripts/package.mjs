// Packs what is in dist: node scripts/package.mjs [file]. Build it first, with --production.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packagePath = resolve(process.argv[2] ?? join(root, 'out', 'indexwright.vsix'));

mkdirSync(dirname(packagePath), { recursive: true });
await createVSIX({
  cwd: root,
  packagePath,
  // The bundles hold what they need.
  dependencies: false,
  // No public repository is named yet that links of the README could be led to.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
