import { type CustomTypesConfig, type QueryConfig, types } from 'pg';
import type { Step } from './step';

declare module 'pg' {
  interface Client {
    /** As the last answer told: idle, in a transaction, in one that has failed. What `pg` has and its types leave out. */
    getTransactionStatus(): 'I' | 'T' | 'E' | null;
  }
}

/** The step as `pg` takes it. */
export function queryConfig({
  text,
  values = [],
  protocol,
  ...answer
}: Step): QueryConfig & { queryMode?: 'extended' } {
  const config = { text, ...typesOf(answer) };
  // `pg` would send a statement without values by the simple protocol, which takes several.
  return protocol === 'simple' ? config : { ...config, values: [...values], queryMode: 'extended' };
}

/** `pg` asks `types` for the parsers of an answer, and hands it on as the list of the parameters' types. */
function typesOf({ types: parameters, keepsJson }: Pick<Step, 'types' | 'keepsJson'>): {
  readonly types?: CustomTypesConfig;
} {
  if (!parameters && keepsJson !== true) return {};
  const parsers: CustomTypesConfig = keepsJson === true ? KEEPING_JSON : types;
  return { types: Object.assign([...(parameters ?? [])], { getTypeParser: parsers.getTypeParser }) };
}

const KEEPING_JSON: CustomTypesConfig = {
  getTypeParser: (oid: (typeof types.builtins)['JSON'], format?: 'text' | 'binary'): unknown =>
    oid === types.builtins.JSON ? (text: string) => text : types.getTypeParser(oid, format),
};
