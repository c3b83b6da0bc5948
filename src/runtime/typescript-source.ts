export { findEmbeddedSql } from '../analyzers/sources/typescript';
