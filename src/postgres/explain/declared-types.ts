import type { ExplainableQuery } from '../../analyzers/query/explainable-query';

/** The OID of `text`. */
const TEXT = 25;

/** For PREPARE. A parameter that the text leaves out has to have a type, and any will do. */
export function declaredTypes({ parameters }: ExplainableQuery): readonly ('text' | 'unknown')[] {
  return parameters.map(({ isUsed }) => (isUsed ? 'unknown' : 'text'));
}

/** The same for the protocol. */
export function declaredOids({ parameters }: ExplainableQuery): readonly number[] {
  return parameters.map(({ isUsed }) => (isUsed ? 0 : TEXT));
}
