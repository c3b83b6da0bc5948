import { execFile } from 'node:child_process';
import { message, type Message } from '../../analyzers/message';
import { Secret } from './secret';
import type { Target, TargetHost } from './target';

/** A program that prints a password, for tokens of a cloud or a vault. */
export interface PasswordCommand {
  /** The program and its arguments; no shell sees them. `${host}`, `${port}`, `${database}` and `${user}` are the target's. */
  readonly argv: readonly string[];
  /** Only a person's own settings may name a program to run: a folder's settings come with a clone. */
  readonly scope: 'user' | 'workspace';
  readonly isWorkspaceTrusted: boolean;
  readonly timeoutMs?: number;
}

export type CommandAnswer =
  | { readonly kind: 'password'; readonly password: Secret }
  | { readonly kind: 'none'; readonly note: Message };

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT_BYTES = 64 * 1024;

/** Takes the first line that the program prints. Neither this nor what it writes to stderr is shown anywhere: both may hold secrets. */
export async function runPasswordCommand(
  command: PasswordCommand,
  target: Target,
  host: TargetHost,
  signal?: AbortSignal,
): Promise<CommandAnswer> {
  if (command.scope !== 'user') return { kind: 'none', note: NOT_THE_USERS };
  if (!command.isWorkspaceTrusted) return { kind: 'none', note: NOT_TRUSTED };
  const [program, ...args] = command.argv.map((text) => fillIn(text, target, host));
  if (program === undefined || program === '') return { kind: 'none', note: NO_PROGRAM };
  const timeout = command.timeoutMs ?? TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const options = { timeout, maxBuffer: MAX_OUTPUT_BYTES, windowsHide: true, ...(signal && { signal }) };
    execFile(program, args, options, (error, stdout) => {
      if (signal?.aborted === true) reject(signal.reason as Error);
      else if (error !== null) resolve({ kind: 'none', note: describeFailure(program, error, timeout) });
      else resolve(readOutput(program, stdout));
    });
  });
}

function fillIn(text: string, { database, user }: Target, { host, port }: TargetHost): string {
  const values: Readonly<Record<string, string | number>> = { host, port, database, user };
  return text.replace(/\$\{(host|port|database|user)\}/g, (_, name: string) => String(values[name]));
}

function readOutput(program: string, stdout: string): CommandAnswer {
  const [line = ''] = stdout.split(/\r?\n/);
  if (line !== '') return { kind: 'password', password: new Secret(line) };
  return {
    kind: 'none',
    note: message(
      'The password command {0} printed nothing. Run it in a terminal: the password has to be the first line.',
      program,
    ),
  };
}

function describeFailure(
  program: string,
  error: Error & { code?: unknown; killed?: boolean },
  timeout: number,
): Message {
  if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EINVAL') {
    return message(
      'The password command {0} cannot be started. Check that the program is installed and on the PATH; no shell is used, so a script of the Windows shell needs cmd /c before it.',
      program,
    );
  }
  if (error.killed === true) {
    return message(
      'The password command {0} had not ended after {1} seconds and was stopped. Run it in a terminal to see what it waits for.',
      program,
      timeout / 1000,
    );
  }
  return message(
    'The password command {0} failed. Run it in a terminal to see why: what it prints is kept out of the log, because it may hold secrets.',
    program,
  );
}

const NOT_THE_USERS = message(
  'The password command was not run, because it stands in the settings of a folder. Write it into your user settings: a folder that you opened must not start programs.',
);
const NOT_TRUSTED = message(
  'The password command was not run, because this workspace is not trusted. Trust the workspace to use it.',
);
const NO_PROGRAM = message(
  'The password command is empty. Write the program and its arguments as a list: ["aws", "rds", "generate-db-auth-token", …].',
);
