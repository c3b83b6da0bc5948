import ts from 'typescript';

/** Whether the module may be a migration: what takes something back stands beside what does it. */
export function hasUp(text: string): boolean {
  return /\bdown\b/.test(text) && /\bup\b/.test(text);
}

/** `async down() {…}`, `exports.down = …`, `export const down = …`, `export function down`, `{ down: … }` */
export function isDown(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { left, operatorToken } = node;
    return (
      operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(left) &&
      left.name.text === 'down'
    );
  }
  const isDeclaration =
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node);
  return isDeclaration && node.name !== undefined && ts.isIdentifier(node.name) && node.name.text === 'down';
}
