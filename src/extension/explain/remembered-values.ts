import type { ExplainableQuery, QueryParameter } from '../../analyzers/query/explainable-query';
import type { TypedValue } from './check-value';

/** Queries whose values are remembered. */
const MAX_QUERIES = 200;

/**
 * What a person has typed for the parameters of each query, until the window is closed: values of somebody's table are written down nowhere.
 */
export class RememberedValues {
  readonly #values = new Map<string, ReadonlyMap<string, TypedValue>>();

  /** By the parameters' numbers; absent where one of them has none. */
  of(query: ExplainableQuery): ReadonlyMap<number, TypedValue> | undefined {
    const known = this.#values.get(keyOf(query));
    if (known === undefined) return undefined;
    const found = new Map<number, TypedValue>();
    for (const parameter of usedParameters(query)) {
      const value = known.get(labelOf(parameter));
      if (value === undefined) return undefined;
      found.set(parameter.number, value);
    }
    return found;
  }

  remember(query: ExplainableQuery, values: ReadonlyMap<number, TypedValue>): void {
    const labelled = usedParameters(query).flatMap((parameter): [string, TypedValue][] => {
      const value = values.get(parameter.number);
      return value === undefined ? [] : [[labelOf(parameter), value]];
    });
    const key = keyOf(query);
    this.#values.delete(key);
    this.#values.set(key, new Map(labelled));
    const [oldest] = this.#values.keys();
    if (this.#values.size > MAX_QUERIES && oldest !== undefined) this.#values.delete(oldest);
  }
}

/** Those that the server wants a value for. */
export function usedParameters({ parameters }: ExplainableQuery): readonly QueryParameter[] {
  return parameters.filter(({ isUsed }) => isUsed);
}

/** However its lines are broken. */
function keyOf({ text }: ExplainableQuery): string {
  return text.replace(/\s+/g, ' ').trim();
}

function labelOf({ number, label }: QueryParameter): string {
  return `${number} ${label}`;
}
