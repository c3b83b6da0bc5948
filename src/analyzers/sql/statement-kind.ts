import type { DdlStatement, QueryStatement, Statement } from './model';

export function isQuery(statement: Statement): statement is QueryStatement {
  return /^(?:select|insert|update|delete|merge)$/.test(statement.kind);
}

export function isDdl(statement: Statement): statement is DdlStatement {
  return statement.kind !== 'other' && !isQuery(statement);
}
