import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type ChangedLines, readPatch } from './read-patch';
import { Trouble } from './trouble';

const run = promisify(execFile);

/** Of every file of a working tree that differs from a commit; the paths are relative to `root`. */
export interface Changes {
  readonly root: string;
  readonly files: ReadonlyMap<string, ChangedLines>;
}

/**
 * What was changed since the branch left `ref`: committed, staged or not, and files that git does not know yet. Throws Trouble when git
 * or the ref is missing.
 */
export async function findChanges(ref: string, workingDirectory: string): Promise<Changes> {
  const root = (await ask(workingDirectory, NO_REPOSITORY, 'rev-parse', '--show-toplevel')).replace(
    /\r?\n$/,
    '',
  );
  const unknown = `git knows no commit ${ref} here. A shallow clone does not have it: fetch it first.`;
  const commit = await ask(root, unknown, 'rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`);
  const unrelated = `The present commit and ${ref} have no common one, as far as this clone goes back.`;
  const base = (await ask(root, unrelated, 'merge-base', commit.trim(), 'HEAD')).trim();
  const failed = `git could not compare the files with ${ref}.`;
  const diff = (...options: readonly string[]): Promise<string> =>
    ask(root, failed, 'diff', ...DIFF_OPTIONS, ...options, base, '--');
  const names = splitNames(await diff('--name-only', '-z'));
  const files = new Map(readPatch(await diff('--unified=0'), names));
  const untracked = await ask(root, failed, 'ls-files', '--others', '--exclude-standard', '-z');
  for (const path of splitNames(untracked)) files.set(path, 'all');
  return { root, files };
}

const NO_REPOSITORY = 'This folder is in no git repository, and --changed-since asks git.';

/** The user's own settings must not change what is printed. Files that are gone hold no statements. */
const DIFF_OPTIONS = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--ignore-submodules',
  '--diff-filter=AMT',
] as const;

async function ask(folder: string, failure: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      maxBuffer: Infinity,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    });
    return stdout;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Trouble(isMissing ? 'git was not found, and --changed-since asks git.' : failure);
  }
}

function splitNames(output: string): readonly string[] {
  return output.split('\0').filter((name) => name !== '');
}
