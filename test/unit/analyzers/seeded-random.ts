/** Chance that repeats itself: a failing case is found again by its seed. */
export interface SeededRandom {
  /** A whole number from 0, below the limit. */
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
  /** That many picks put together, at least one and at most so many. */
  text(choices: readonly string[], most: number): string;
}

/** A linear congruential generator (Numerical Recipes), whose high bits are used. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(choices: readonly T[]): T => {
    const choice = choices[below(choices.length)];
    if (choice === undefined) throw new Error('Nothing to pick from');
    return choice;
  };
  const text = (choices: readonly string[], most: number): string =>
    Array.from({ length: below(most) + 1 }, () => pick(choices)).join('');
  return { below, pick, text };
}
