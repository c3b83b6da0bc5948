import type { IndexDefinition, IndexKey } from '../../indexes/index-definition';
import { clipIdentifier, MAX_IDENTIFIER_BYTES, utf8Length } from '../../sql/identifiers';
import type { Expression } from '../../sql/model';
import { makeObjectName } from '../../sql/object-name';
import type { SchemaState } from './schema-state';
import type { RelationName } from '../snapshot';

/** The names that PostgreSQL gives where a statement gives none (indexcmds.c, pg_constraint.c, parse_target.c). */

type NamedParts = Pick<IndexDefinition, 'keys' | 'include' | 'constraint'>;

/** `ChooseIndexName` */
export function chooseIndexName(index: NamedParts, table: RelationName, state: SchemaState): string {
  const columns = indexColumnNames(index).join('_');
  switch (index.constraint?.kind) {
    case 'primary-key':
      return chooseRelationName(table, undefined, 'pkey', true, state);
    case 'unique':
      return chooseRelationName(table, columns, 'key', true, state);
    case 'exclude':
      return chooseRelationName(table, columns, 'excl', true, state);
    case undefined:
      return chooseRelationName(table, columns, 'idx', false, state);
  }
}

function chooseRelationName(
  { schema, name: table }: RelationName,
  columns: string | undefined,
  label: string,
  isConstraint: boolean,
  state: SchemaState,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(table, columns, pass === 0 ? label : `${label}${pass}`);
    const taken = { schema, name };
    if (!state.hasRelation(taken) && !(isConstraint && state.hasConstraint(taken))) return name;
  }
}

/** `ChooseConstraintName`, of foreign keys and checks. */
export function chooseConstraintName(
  { schema, name: table }: RelationName,
  columns: string | undefined,
  label: 'fkey' | 'check',
  state: SchemaState,
): string {
  for (let pass = 0; ; pass++) {
    const name = makeObjectName(table, columns, pass === 0 ? label : `${label}${pass}`);
    if (!state.hasConstraint({ schema, name })) return name;
  }
}

/** `ChooseIndexColumnNames`: repeated names get numbers. */
function indexColumnNames({ keys, include }: NamedParts): readonly string[] {
  const names: string[] = [];
  for (const name of [...keys.map(keyName), ...include]) {
    let unique = name;
    for (let number = 1; names.includes(unique); number++) {
      const suffix = String(number);
      unique = clipIdentifier(name, MAX_IDENTIFIER_BYTES - utf8Length(suffix)) + suffix;
    }
    names.push(unique);
  }
  return names;
}

function keyName(key: IndexKey): string {
  return key.kind === 'column' ? key.column : (figureName(key.expression).name ?? 'expr');
}

/** How strongly a name is meant: a cast gives way to the name of what it casts, a constant has none. */
interface FiguredName {
  readonly name?: string;
  readonly strength: 0 | 1 | 2;
}

const NO_NAME: FiguredName = { strength: 0 };

/** `FigureColname` */
function figureName(expression: Expression): FiguredName {
  switch (expression.kind) {
    case 'column':
    case 'call':
      return { name: expression.name, strength: 2 };
    case 'array':
    case 'row':
      return { name: expression.kind, strength: 2 };
    case 'collate':
      return figureName(expression.arg);
    case 'cast': {
      const arg = figureName(expression.arg);
      return arg.strength === 2 ? arg : { name: expression.type.name, strength: 1 };
    }
    case 'case': {
      const otherwise = expression.otherwise ? figureName(expression.otherwise) : NO_NAME;
      return otherwise.strength === 2 ? otherwise : { name: 'case', strength: 1 };
    }
    case 'opaque':
      return figureOpaqueName(expression.what, expression.text, expression.children);
    default:
      return NO_NAME;
  }
}

/** Of `(row).field` the field, of `array[1]` the array. */
function figureOpaqueName(
  what: string,
  text: string | undefined,
  children: readonly Expression[],
): FiguredName {
  if (what !== 'indirection') return NO_NAME;
  const field = /\.\s*(?:"((?:[^"]|"")+)"|([\w$]+))\s*(?:\[[^\]]*\]\s*)*$/.exec(text ?? '');
  const name = field?.[1]?.replaceAll('""', '"') ?? field?.[2]?.toLowerCase();
  const [arg] = children;
  if (name !== undefined) return { name, strength: 2 };
  return arg ? figureName(arg) : NO_NAME;
}
