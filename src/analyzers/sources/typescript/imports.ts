import ts from 'typescript';
import { unwrap } from './parse';

export interface Import {
  /** `pg`, `./database.js` */
  readonly module: string;
  /** What the module calls what it takes from there. */
  readonly local: string;
  /** Its name there; absent for the whole and for the default. */
  readonly name?: string;
}

/** What a module takes from others at its top, with `import` or `require`. */
export function importsOf(source: ts.SourceFile): readonly Import[] {
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return importsOfDeclaration(statement);
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer ? requiresOf(name, unwrap(initializer)) : [],
    );
  });
}

function importsOfDeclaration({ moduleSpecifier, importClause }: ts.ImportDeclaration): readonly Import[] {
  if (!ts.isStringLiteral(moduleSpecifier)) return [];
  const module = moduleSpecifier.text;
  if (!importClause) return [{ module, local: '' }];
  const { name, namedBindings } = importClause;
  const whole = name ? [{ module, local: name.text }] : [];
  if (!namedBindings) return whole;
  if (ts.isNamespaceImport(namedBindings)) return [...whole, { module, local: namedBindings.name.text }];
  const named = namedBindings.elements.map((element) => ({
    module,
    local: element.name.text,
    name: (element.propertyName ?? element.name).text,
  }));
  return [...whole, ...named];
}

/** `const pg = require('pg')`, `const { Pool } = require('pg')` */
function requiresOf(name: ts.BindingName, value: ts.Expression): readonly Import[] {
  if (!ts.isCallExpression(value) || !ts.isIdentifier(value.expression)) return [];
  const [argument] = value.arguments;
  if (value.expression.text !== 'require' || !argument || !ts.isStringLiteral(argument)) return [];
  const module = argument.text;
  if (ts.isIdentifier(name)) return [{ module, local: name.text }];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) && ts.isIdentifier(element.name)
      ? [{ module, local: element.name.text, name: element.name.text }]
      : [],
  );
}
