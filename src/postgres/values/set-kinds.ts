import { message, type Message } from '../../analyzers/message';
import type { SampleOptions, ValueSetKind } from './value-set';

/** A set of values that is looked for. */
export interface WantedSet {
  readonly kind: Exclude<ValueSetKind, 'plausible'>;
  /** Elements of arrays. */
  readonly size: number;
}

const BASE_SIZE = 10;
const SIZES = [1, BASE_SIZE, 100];

/** What is most likely to differ comes first: the kinds with ten elements, then the sizes, then the other kinds in all sizes. */
export function wantedSets(hasArray: boolean, options: SampleOptions): readonly WantedSet[] {
  const kinds = ['hot', 'cold', 'newest', 'absent'] as const;
  if (!hasArray) return kinds.map((kind) => ({ kind, size: 1 }));
  const sizes = [...new Set([...SIZES, options.expectedArraySize])].sort((one, other) => one - other);
  const others = sizes.filter((size) => size !== BASE_SIZE);
  return [
    ...kinds.map((kind) => ({ kind, size: BASE_SIZE })),
    ...others.map((size) => ({ kind: 'newest' as const, size })),
    { kind: 'repeated', size: BASE_SIZE },
    ...(['hot', 'cold'] as const).flatMap((kind) => others.map((size) => ({ kind, size }))),
  ];
}

/** @param size as many values as were found */
export function labelOf(kind: WantedSet['kind'], column: string, size: number): Message {
  switch (kind) {
    case 'hot':
      return size === 1
        ? message('A common value of {0}', column)
        : message('{0} common values of {1}', size, column);
    case 'cold':
      return size === 1
        ? message('A rare value of {0}', column)
        : message('{0} rare values of {1}', size, column);
    case 'newest':
      return size === 1
        ? message('A value of {0} in the newest rows', column)
        : message('{0} values of {1} in the newest rows', size, column);
    case 'absent':
      return size === 1
        ? message('A value of {0} that no row has', column)
        : message('{0} values of {1} that no row has', size, column);
    case 'repeated':
      return message('{0} values of {1}, each of them twice', size, column);
  }
}

/** Of a query that asks for rows beyond or between values. */
export function rangeLabelOf(kind: WantedSet['kind'], column: string): Message {
  switch (kind) {
    case 'hot':
    case 'repeated':
      return message('Nearly all rows by {0}', column);
    case 'cold':
      return message('A small part of the rows by {0}', column);
    case 'newest':
      return message('The newest rows by {0}', column);
    case 'absent':
      return message('No row by {0}', column);
  }
}
