import ts from 'typescript';
import { namesPostgres, otherDatabaseNamedIn, type OtherDatabase } from '../other-database';
import type { Import } from './imports';
import { childrenOf, pathOf, unwrap } from './parse';

/**
 * Variables, parameters and fields that hold a client of another database: by their declared type, by what they are constructed or made with.
 * A name that is declared otherwise anywhere in the module is none.
 */
export function clientsOf(
  source: ts.SourceFile,
  imports: readonly Import[],
): ReadonlyMap<string, OtherDatabase> {
  const imported = new Map<string, OtherDatabase>();
  for (const { local, module } of imports) {
    const database = otherDatabaseNamedIn(module);
    if (database) imported.set(local, database);
  }
  if (imported.size === 0) return imported;
  const clients = new Map<string, OtherDatabase | undefined>(imported);
  const rest: ts.Node[] = [source];
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (isDeclaration(node)) addClient(clients, node, imported, source);
    rest.push(...childrenOf(node));
  }
  return new Map([...clients].flatMap(([name, database]) => (database ? [[name, database] as const] : [])));
}

type Declaration =
  ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration | ts.BindingElement;

function isDeclaration(node: ts.Node): node is Declaration {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isBindingElement(node)
  );
}

function addClient(
  clients: Map<string, OtherDatabase | undefined>,
  declaration: Declaration,
  imported: ReadonlyMap<string, OtherDatabase>,
  source: ts.SourceFile,
): void {
  const { name, initializer } = declaration;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return;
  const type = ts.isBindingElement(declaration) ? undefined : declaration.type;
  if (initializer && !type && isRenaming(unwrap(initializer), name.text)) return;
  const database = type
    ? databaseOfType(type.getText(source), imported)
    : initializer && databaseOfValue(unwrap(initializer), imported);
  const isOther = clients.has(name.text) && clients.get(name.text) !== database;
  clients.set(name.text, isOther ? undefined : database);
}

/** `const db = this.db` */
function isRenaming(value: ts.Expression, name: string): boolean {
  return ts.isPropertyAccessExpression(value) && value.name.text.replace(/^[#_]/, '') === name;
}

function databaseOfType(
  type: string,
  imported: ReadonlyMap<string, OtherDatabase>,
): OtherDatabase | undefined {
  if (namesPostgres(type)) return undefined;
  for (const [name] of type.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const database = imported.get(name);
    if (database) return database;
  }
  return undefined;
}

/** `new Database(path)`, `createClient({ url })`, `await open(path)` */
function databaseOfValue(
  value: ts.Expression,
  imported: ReadonlyMap<string, OtherDatabase>,
): OtherDatabase | undefined {
  if (!ts.isNewExpression(value) && !ts.isCallExpression(value)) return undefined;
  return imported.get(pathOf(value.expression)[0] ?? '');
}
