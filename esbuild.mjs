// Builds everything that runs outside `npx mocha`, and proves the walls between the rooms of src/ on the way:
// a bundle that reaches for a package its room may not have is an error that names the import.
// node esbuild.mjs [--watch] [--production]
// node esbuild.mjs --programs <folder>: the command line, the worker and its chunk alone, for tests that run them
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { BUNDLES, PLANNER_EXTENSIONS } from './scripts/bundles.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    programs: { type: 'string' },
  },
});
const outdir = flags.programs ?? 'dist';

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  charset: 'utf8',
  logLevel: 'warning',
  tsconfig: 'tsconfig.json',
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  // The oldest VS Code of engines.vscode runs extensions on Node 20.
  target: 'node20',
  minify: flags.production,
  sourcemap: flags.production ? false : 'linked',
  legalComments: flags.production ? 'linked' : 'inline',
};

const PARSERS = ['libpg-query', 'pgsql-ast-parser', 'typescript'];
const PGLITE = '@electric-sql/pglite';

/** @type {esbuild.BuildOptions} */
const extension = {
  ...node,
  entryPoints: [BUNDLES['extension.js']],
  outfile: 'dist/extension.js',
  external: ['vscode'],
  // Activation is paid for in every window: the grammars live in the worker.
  plugins: [refusePackages([...PARSERS, 'pg', PGLITE])],
};

/** The page of the plan view and its style. @type {esbuild.BuildOptions} */
const page = {
  ...common,
  platform: 'browser',
  format: 'iife',
  // Chromium of the oldest VS Code of engines.vscode.
  target: 'chrome132',
  tsconfig: 'src/plan-page/tsconfig.json',
  minify: flags.production,
  entryPoints: [BUNDLES['plan-page.js'], 'src/plan-page/plan-page.css'],
  outdir: 'dist',
  plugins: [allowPackages([], 'src/plan-page is a page of its own')],
};

/** What runs on Node, each with the packages that must not be inside. @type {esbuild.BuildOptions[]} */
const programs = [
  {
    ...node,
    entryPoints: [BUNDLES['analysis-worker.js']],
    outfile: `${outdir}/analysis-worker.js`,
    plugins: [refusePackages(['vscode', 'pg', 'typescript'])],
  },
  {
    ...node,
    entryPoints: [BUNDLES['typescript-source.js']],
    outfile: `${outdir}/typescript-source.js`,
    plugins: [refusePackages(['vscode', 'pg'])],
  },
  {
    ...node,
    entryPoints: [BUNDLES['postgres.js']],
    outfile: `${outdir}/postgres.js`,
    // The driver's optional addition in C, which its own build looks for.
    external: ['pg-native'],
    // The driver makes a Response to learn whether it runs at Cloudflare, for which Node loads a client of HTTP: 20 ms of the host's thread.
    define: { Response: 'undefined' },
    plugins: [refusePackages(['vscode', PGLITE, ...PARSERS])],
  },
  {
    ...node,
    entryPoints: [BUNDLES['embedded-planner.js']],
    outfile: `${outdir}/embedded-planner.js`,
    // The module for browsers would look for itself by an address.
    alias: { [PGLITE]: join(root, 'node_modules', PGLITE, 'dist/index.cjs') },
    plugins: [refusePackages(['vscode', 'pg', ...PARSERS])],
  },
  {
    ...node,
    entryPoints: [BUNDLES['cli.js']],
    outfile: `${outdir}/cli.js`,
    banner: { js: '#!/usr/bin/env node' },
    plugins: [refusePackages(['vscode', 'pg', PGLITE, 'typescript'])],
  },
];

/** Builds whose only result is that they succeed. @returns {Promise<esbuild.BuildOptions[]>} */
async function gates() {
  return [
    {
      ...common,
      entryPoints: ['src/analyzers/index.ts', 'src/analyzers/sources/typescript.ts'],
      outdir: 'dist',
      write: false,
      // The parsers say in `browser` which Node modules they can do without; esbuild reads that for this platform only.
      platform: 'browser',
      format: 'esm',
      mainFields: ['browser', 'module', 'main'],
      external: [],
      plugins: [allowPackages(['pgsql-ast-parser', 'typescript'])],
    },
    { ...node, ...gate(await sources('src/postgres')), plugins: [refusePackages(['vscode', ...PARSERS])] },
    {
      ...node,
      ...gate([...(await sources('src/runtime')), ...(await sources('src/cli'))]),
      plugins: [refusePackages(['vscode', 'pg'])],
    },
  ];
}

/** The suites that run inside VS Code. @returns {Promise<esbuild.BuildOptions>} */
async function hostTests() {
  return {
    ...node,
    entryPoints: (await sources('test/host')).filter((file) => /(?:\/index|\.test)\.ts$/.test(file)),
    outbase: 'test/host',
    outdir: 'out/test/host',
    outExtension: { '.js': '.cjs' },
    external: ['vscode'],
    packages: 'external',
    minify: false,
    sourcemap: 'inline',
  };
}

/** @param {string[]} entryPoints @returns {esbuild.BuildOptions} */
function gate(entryPoints) {
  return { entryPoints, outdir: 'dist', write: false, sourcemap: false, minify: false };
}

/** @param {string} folder @returns {Promise<string[]>} */
async function sources(folder) {
  const files = await readdir(join(root, folder), { recursive: true });
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();
}

/** @param {string[]} refused @returns {esbuild.Plugin} */
function refusePackages(refused) {
  return onPackage((name, importer) =>
    refused.includes(name) ? `${name} must not be in this bundle; ${importer} imports it` : undefined,
  );
}

/** Everything else, Node's own modules included, is refused to our code. @param {string[]} allowed @param {string} [why] @returns {esbuild.Plugin} */
function allowPackages(allowed, why = 'src/analyzers is pure') {
  return onPackage((name, importer) =>
    allowed.includes(name) || importer.includes('node_modules')
      ? undefined
      : `${why}; ${importer} imports ${name}`,
  );
}

/**
 * @param {(name: string, importer: string) => string | undefined} judge
 * @returns {esbuild.Plugin}
 */
function onPackage(judge) {
  return {
    name: 'walls',
    setup(build) {
      build.onResolve({ filter: /^[@a-z]/i }, ({ path, importer, kind }) => {
        if (kind === 'entry-point') return undefined;
        const [scope = '', name = ''] = path.split('/');
        const text = judge(scope.startsWith('@') ? `${scope}/${name}` : scope, importer.replace(root, '.'));
        return text === undefined ? undefined : { errors: [{ text }] };
      });
    },
  };
}

/** The WebAssembly of the grammar and of the planner lies beside whatever loads it. */
async function copyWebAssembly() {
  await mkdir(join(root, outdir), { recursive: true });
  const files = [
    'libpg-query/wasm/libpg-query.wasm',
    ...[
      ...['pglite.wasm', 'initdb.wasm', 'pglite.data'],
      ...PLANNER_EXTENSIONS.map((name) => `${name}.tar.gz`),
    ].map((name) => `${PGLITE}/dist/${name}`),
  ];
  await Promise.all(
    files.map((file) => copyFile(join(root, 'node_modules', file), join(root, outdir, basename(file)))),
  );
}

/** @param {esbuild.BuildOptions[]} builds */
async function buildAll(builds) {
  try {
    await Promise.all(builds.map((options) => esbuild.build(options)));
  } catch {
    // esbuild has printed the errors with their places.
    process.exitCode = 1;
  }
}

await copyWebAssembly();
if (flags.programs !== undefined) {
  await buildAll(programs);
} else if (flags.watch) {
  for (const options of [extension, page, ...programs, await hostTests()]) {
    await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
  }
} else {
  await buildAll([extension, page, ...programs, await hostTests(), ...(await gates())]);
}
