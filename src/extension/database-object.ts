import type { DdlProposal, ProposedIndex } from '../analyzers/finding';
import type { RelationName } from '../analyzers/schema/snapshot';

/** What a row of the index tree stands for, and what a command on that row is about. */
export type DatabaseObject =
  | { readonly kind: 'connection'; readonly connectionId: string }
  | { readonly kind: 'schema'; readonly connectionId: string; readonly schema: string }
  | { readonly kind: 'table'; readonly connectionId: string; readonly table: RelationName }
  | {
      readonly kind: 'index';
      readonly connectionId: string;
      readonly table: RelationName;
      /** In the table's schema. */
      readonly index: string;
    };

/** A row that stands for something in a database. */
export interface ObjectNode {
  readonly object: DatabaseObject;
}

/** VS Code hands a command the row it was chosen on, or from the Command Palette nothing. */
export function objectOf(node: unknown): DatabaseObject | undefined {
  const isNode = typeof node === 'object' && node !== null && 'object' in node;
  return isNode ? (node as ObjectNode).object : undefined;
}

/** What a row for an index that is not there proposes. */
export interface ProposalNode extends ObjectNode {
  readonly proposal: DdlProposal;
}

/** Absent: the row is of something that is there, or its proposal is more than an index. */
export function proposedIndexOf(node: unknown): ProposedIndex | undefined {
  const isProposal = typeof node === 'object' && node !== null && 'proposal' in node;
  return isProposal ? (node as ProposalNode).proposal.index : undefined;
}
