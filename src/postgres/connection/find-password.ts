import type { Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import type { SuppliedPassword } from './parameter-layers';
import { runPasswordCommand, type PasswordCommand } from './password-command';
import { passwordPlace, readPasswordFile, usualPasswordFile } from './password-file';
import { Secret } from './secret';
import type { Origin, Target, TargetHost } from './target';

export type PasswordOrigin =
  | Origin
  /** Typed for this attempt. */
  | { readonly kind: 'entered' }
  | { readonly kind: 'password-file'; readonly file: string }
  | { readonly kind: 'secret-store' }
  | { readonly kind: 'command' };

export interface PasswordSources {
  readonly world: ConnectionWorld;
  /** What a person has just typed: it is meant for exactly this attempt. */
  readonly entered?: Secret;
  /** From `resolveTarget`. */
  readonly supplied?: SuppliedPassword;
  /** Looks into the editor's secret store, under `targetKey`. */
  readonly readStored?: () => PromiseLike<Secret | undefined>;
  readonly command?: PasswordCommand;
  readonly signal?: AbortSignal;
}

export type FoundPassword =
  | {
      readonly kind: 'found';
      readonly password: Secret;
      readonly origin: PasswordOrigin;
      readonly notes: readonly Message[];
    }
  /** No source has one: a person has to be asked. The notes say which sources could have had it. */
  | { readonly kind: 'ask'; readonly notes: readonly Message[] };

/**
 * The password for one host of a target, from the first source that has it. libpq's sources come in libpq's order, ours behind them:
 * what was just typed; an environment variable that holds a whole URI; the service file; PGPASSWORD; the password file (`passfile`,
 * PGPASSFILE, ~/.pgpass), asked for each host of a list; the secret store; the password command. A setting has never one.
 * To be asked only when a server wants a password: the later sources cost time, or a person's attention.
 */
export async function findPassword(
  target: Target,
  host: TargetHost,
  sources: PasswordSources,
): Promise<FoundPassword> {
  const notes: Message[] = [];
  const found = (password: Secret, origin: PasswordOrigin): FoundPassword => ({
    kind: 'found',
    password,
    origin,
    notes,
  });
  const { world, entered, supplied } = sources;
  if (entered !== undefined) return found(entered, { kind: 'entered' });
  if (supplied !== undefined) return found(supplied.password, supplied.origin);
  const variable = world.environment['PGPASSWORD'] ?? '';
  if (variable !== '') return found(new Secret(variable), { kind: 'environment', variable: 'PGPASSWORD' });

  const file = target.passfile ?? usualPasswordFile(world);
  const { password, note } = await readPasswordFile(file, passwordPlace(target, host, world));
  if (password !== undefined) return found(password, { kind: 'password-file', file });
  if (note !== undefined) notes.push(note);

  const stored = await sources.readStored?.();
  if (stored !== undefined) return found(stored, { kind: 'secret-store' });
  if (sources.command === undefined) return { kind: 'ask', notes };
  const answer = await runPasswordCommand(sources.command, target, host, sources.signal);
  if (answer.kind === 'password') return found(answer.password, { kind: 'command' });
  notes.push(answer.note);
  return { kind: 'ask', notes };
}
