import { message, type Message } from '../../analyzers/message';
import type { ConnectionWorld } from './connection-world';
import { readEnvFile } from './env-file';
import type { Origin } from './target';

export interface Substituted {
  readonly text: string;
  /** Where the text came from if it was a single variable; what is put together from pieces is the setting's. */
  readonly origin: Origin;
}

const VARIABLE = /\$\{([^{}]*)\}/g;

/**
 * Puts `${env:NAME}`, `${workspaceFolder}` and `${userHome}` into a text. A variable of the process wins over one of the folder's .env, as
 * it does for the programs that read such a file. `encode` is for texts in which a value may not stand as it is.
 */
export function substituteVariables(
  text: string,
  world: ConnectionWorld,
  encode: (value: string) => string = (value) => value,
): Substituted | { readonly problem: Message } {
  try {
    const single = /^\$\{env:([^{}]*)\}$/.exec(text)?.[1];
    const found = single === undefined ? undefined : lookUp(single, world);
    return { text: expand(text, world, encode), origin: found?.origin ?? { kind: 'setting' } };
  } catch (error) {
    if (error instanceof UnknownVariable) return { problem: error.problem };
    throw error;
  }
}

/** Ends the substitution from however deep it stands. */
class UnknownVariable extends Error {
  constructor(readonly problem: Message) {
    super(problem.template);
  }
}

function expand(text: string, world: ConnectionWorld, encode: (value: string) => string): string {
  return text.replace(VARIABLE, (_, name: string) => encode(valueOf(name, world)));
}

function valueOf(name: string, world: ConnectionWorld): string {
  if (name === 'userHome') return world.home;
  if (name === 'workspaceFolder') {
    if (world.workspaceFolder !== undefined) return world.workspaceFolder;
    throw new UnknownVariable(
      message(
        'A connection setting uses {0}, but no folder is open. Open the folder, or write the whole path.',
        '${workspaceFolder}',
      ),
    );
  }
  const variable = /^env:(.+)$/.exec(name)?.[1];
  if (variable === undefined) {
    throw new UnknownVariable(
      message(
        'A connection setting uses {0}, which is not known. There are {1}.',
        `\${${name}}`,
        '${env:NAME}, ${workspaceFolder}, ${userHome}',
      ),
    );
  }
  return environmentValue(variable, world, []);
}

function environmentValue(variable: string, world: ConnectionWorld, trail: readonly string[]): string {
  if (trail.includes(variable)) {
    throw new UnknownVariable(
      message(
        'The environment variable {0} refers to itself ({1}). Give one of them a value of its own.',
        variable,
        [...trail, variable].join(' → '),
      ),
    );
  }
  const found = lookUp(variable, world);
  if (found === undefined) {
    throw new UnknownVariable(
      message(
        'A connection setting uses the environment variable {0}, which is not set. Set it in the environment that the editor is started from or in the .env file of the folder.',
        variable,
      ),
    );
  }
  return found.text.replace(/\$\{env:([^{}]+)\}/g, (_, inner: string) =>
    environmentValue(inner, world, [...trail, variable]),
  );
}

function lookUp(variable: string, world: ConnectionWorld): Substituted | undefined {
  const own = world.environment[variable];
  if (own !== undefined) return { text: own, origin: { kind: 'environment', variable } };
  if (world.envFile === undefined) return undefined;
  const text = readEnvFile(world.envFile.text).get(variable);
  if (text === undefined) return undefined;
  return { text, origin: { kind: 'env-file', variable, file: world.envFile.path } };
}
