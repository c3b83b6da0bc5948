import { execFileSync, spawnSync } from 'node:child_process';
import { buildPrograms } from '../../built-programs';

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as it ships. */
export function runProgram(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [buildPrograms().cli, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { code: status, stdout, stderr };
}

/** With a name of its own, whatever the machine's settings are. */
export function git(folder: string, ...args: readonly string[]): string {
  const options = ['user.name=Ann', 'user.email=ann@example.org', 'commit.gpgSign=false', 'core.hooksPath='];
  const configuration = options.flatMap((option) => ['-c', option]);
  return execFileSync('git', ['-C', folder, ...configuration, ...args], { encoding: 'utf8', stdio: 'pipe' });
}
