export { findEmbeddedSql, readCodeMigration } from '../analyzers/sources/typescript';
export { findWrittenNumbers } from '../analyzers/sources/typescript/written-numbers';
export { findEnclosingNames } from '../analyzers/sources/typescript/enclosing-name';
