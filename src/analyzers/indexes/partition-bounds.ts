/** A partition by what comes after the table's name, and by its bound. */
export interface PartitionBound {
  readonly suffix: string;
  readonly bound:
    | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number }
    /** From the first, without the second; absent: from the beginning of time. */
    | { readonly kind: 'range'; readonly from?: string; readonly to: string }
    | { readonly kind: 'list'; readonly value: string }
    | { readonly kind: 'default' };
}

/** Partitions by the hash of the column, as many as are wished for. */
export function hashPartitions(count: number): readonly PartitionBound[] {
  return Array.from({ length: count }, (_, remainder) => ({
    suffix: String(remainder),
    bound: { kind: 'hash', modulus: count, remainder },
  }));
}
