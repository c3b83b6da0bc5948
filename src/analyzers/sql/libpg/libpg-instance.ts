/** One instance of libpg-query's WASM. Made outside the engine, which loads nothing itself. */
export interface LibpgInstance {
  /** Throws when the instance failed (RangeError, WebAssembly.RuntimeError): its memory cannot be trusted from then on. */
  parse(sql: string): LibpgOutcome;
}

export type LibpgOutcome =
  | { readonly kind: 'tree'; readonly json: string }
  /** `codePoint` counts whole characters from 0, not UTF-16 units; absent when PostgreSQL names no place. */
  | { readonly kind: 'error'; readonly message: string; readonly codePoint?: number };
