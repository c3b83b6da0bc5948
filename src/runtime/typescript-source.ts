export { findEmbeddedSql, readCodeMigration } from '../analyzers/sources/typescript';
