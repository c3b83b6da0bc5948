import type { Expression, SelectNode, Statement } from '../../sql/model';
import type { SchemaState } from './schema-state';

/** SET search_path, set_config and what sessions start with. */
export function followSearchPath(statement: Statement, state: SchemaState): void {
  switch (statement.kind) {
    case 'set':
      if (statement.variable === 'search_path' || statement.variable === 'all')
        setSearchPath(statement.reset ? undefined : statement.values, statement.local, state);
      break;
    case 'alter-setting':
      if (statement.variable === 'search_path') remember(schemasIn(statement.values), state);
      break;
    case 'select': {
      const setting = configuredPath(statement);
      if (setting) setSearchPath(setting.schemas, setting.local, state);
      break;
    }
    default:
  }
}

/** @param schemas absent: what sessions start with */
function setSearchPath(schemas: readonly string[] | undefined, local: boolean, state: SchemaState): void {
  state.searchPath = schemas ? schemasIn(schemas) : DEFAULT_PATH;
  if (local) return;
  state.sessionPath = state.searchPath;
  remember(state.searchPath, state);
}

/** PostgreSQL's is `"$user", public`. */
export const DEFAULT_PATH: readonly string[] = ['public'];

/** `$user` is the schema of a role that is not known; the catalogue holds nothing of the project's. */
function schemasIn(values: readonly string[]): readonly string[] {
  return values.filter((value) => value !== '' && value !== '$user' && value !== 'pg_catalog');
}

function remember(schemas: readonly string[], state: SchemaState): void {
  state.knownSchemas = [...new Set([...schemas, ...state.knownSchemas])];
}

/** `SELECT set_config('search_path', 'a, b', false)`, as pg_dump writes it with an empty path. */
function configuredPath({ targets }: SelectNode): { schemas: readonly string[]; local: boolean } | undefined {
  const [call] = targets.map(({ expression }) => expression);
  if (call?.kind !== 'call' || call.name !== 'set_config') return undefined;
  const [variable, value, local] = call.args.map(constantText);
  if (variable !== 'search_path' || value === undefined) return undefined;
  return { schemas: value.split(',').map(readIdentifier), local: local === 'true' };
}

function constantText(expression: Expression): string | undefined {
  return expression.kind === 'constant' ? expression.value : undefined;
}

function readIdentifier(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed.toLowerCase();
}

/**
 * Where the project's queries look, as far as its files tell: in the schemas that any of them made the path, then where they did before.
 * An empty path (pg_dump) says nothing about queries.
 */
export function searchPathOfQueries(
  { knownSchemas }: SchemaState,
  before: readonly string[],
): readonly string[] {
  return [...new Set([...knownSchemas, ...before])];
}
