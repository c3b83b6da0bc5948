import esbuild from 'esbuild';
import { BUNDLES } from '../bundles.mjs';

/**
 * The packages that parts of are in the bundles, as folders from the root.
 *
 * @param {string} root
 * @returns {Promise<string[]>}
 */
export async function bundledPackages(root) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: Object.values(BUNDLES),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outdir: 'dist',
    write: false,
    metafile: true,
    logLevel: 'warning',
  });
  return packagesOf(metafile);
}

/**
 * @param {Pick<esbuild.Metafile, 'outputs'>} metafile
 * @returns {string[]}
 */
export function packagesOf({ outputs }) {
  const folders = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    // What was read and then left out by tree shaking is not passed on.
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)].sort();
}
