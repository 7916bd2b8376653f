/**
 * A small generator of numbers from 0 up to, not including, 1, so that every run is the same.
 * @see https://en.wikipedia.org/wiki/Linear_congruential_generator
 */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
