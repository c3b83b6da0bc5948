import { isActingFunction } from '../../analyzers/query/acting-function';
import type { Reader, ReadOptions } from '../reading/reader';
import { calledNames, namesIn } from './called-names';
import { type FunctionFacts, readDomainChecks, readFunctions } from './function-facts';

/** Functions that call functions that call functions … */
const DEEPEST_CALLS = 6;

/** VOLATILE by another value for each call, and nothing else; PostgreSQL's own. */
const HARMLESS =
  /^(?:random|random_normal|gen_random_uuid|uuidv[47]|clock_timestamp|timeofday|currval|lastval|pg_is_in_recovery|pg_(?:relation|table|total_relation|indexes|database|tablespace|column)_size|pg_lock_status|pg_stat_get_\w+)$/;

export interface ActingCall {
  readonly name: string;
  /** By its name; else it is VOLATILE, and nobody knows. */
  readonly isKnown: boolean;
}

export interface CalledFunctions {
  /** The first that may do more than read. */
  readonly acting?: ActingCall;
  /** There are some that are volatile and only read. */
  readonly hasHarmless: boolean;
}

/**
 * Looks for functions that may act in what a query calls by name: in its own text and in the plan's, which has views, policies, inlined
 * functions and defaults of arguments in it, and in the bodies of functions that claim to be STABLE.
 */
export async function findVolatileCall(
  reader: Reader,
  texts: readonly string[],
  options: ReadOptions,
): Promise<CalledFunctions> {
  const checks = await readDomainChecks(reader, [...new Set(texts.flatMap(namesIn))], options);
  const seen = new Set<string>();
  let hasHarmless = false;
  let next: readonly string[] = [...texts, checks];
  for (let depth = 0; depth < DEEPEST_CALLS; depth++) {
    const names = [...new Set(next.flatMap(calledNames))].filter((name) => !seen.has(name));
    if (names.length === 0) break;
    for (const name of names) seen.add(name);
    const functions = await readFunctions(reader, names, options);
    const acting = functions.find(mayAct);
    if (acting) {
      const { name } = acting;
      return { acting: { name, isKnown: isActingFunction(name) }, hasHarmless };
    }
    hasHarmless ||= functions.some(({ isVolatile }) => isVolatile);
    next = functions.map(({ body }) => body);
  }
  return { hasHarmless };
}

function mayAct({ name, isVolatile, isBuiltIn }: FunctionFacts): boolean {
  return isActingFunction(name) || (isVolatile && !(isBuiltIn && HARMLESS.test(name)));
}
