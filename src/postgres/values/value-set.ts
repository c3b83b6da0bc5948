import type { Message } from '../../analyzers/message';

/**
 * `hot`: values of many rows. `cold`: of few rows. `newest`: of the rows that were written last. `absent`: of no row. `repeated`: an array
 * that names its elements twice. `plausible`: nothing is known of the values but their types.
 */
export type ValueSetKind = 'hot' | 'cold' | 'newest' | 'absent' | 'repeated' | 'plausible';

/** One value for each parameter of a query. They are values of somebody's table: they are shown to that person, and never logged. */
export interface ValueSet {
  readonly kind: ValueSetKind;
  /** `10 values of stream_id in the newest rows`; the values themselves are not in it. */
  readonly label: Message;
  /** Elements of the array parameters; absent where the query has none. */
  readonly arraySize?: number;
  /** In the order of the parameters' numbers; those that the text leaves out are not among them. */
  readonly values: readonly SampledValue[];
}

export interface SampledValue {
  /** n of its `$n`. */
  readonly parameter: number;
  /** As the server reads it in text, arrays as literals: `{"order-1","order-2"}`. */
  readonly text: string;
  /** Where it is from. */
  readonly origin: Message;
  /** Made up, as none could be looked for: why. A person should be asked for a better one. */
  readonly guessed?: Message;
}

/** The type that the server infers for a parameter, as `format_type` prints it: `text[]`, `timestamp with time zone`. */
export interface ParameterType {
  readonly number: number;
  readonly type: string;
}

export interface SampleOptions {
  /** The folder's setting. */
  readonly expectedArraySize: number;
  /** 8 where nothing is said. */
  readonly maxSets?: number;
  readonly signal?: AbortSignal;
}
