/** Ways to cut a body of so many bytes: nowhere, everywhere, and at random places that are the same in every run. */
export function waysToCut(length: number): number[][] {
  const everywhere = Array.from({ length: Math.max(length - 1, 0) }, (_, index) => index + 1);
  const random = Array.from({ length: 40 }, (_, run) => {
    const next = randomNumbers(run + 1);
    const share = next() * 0.3;
    return everywhere.filter(() => next() < share);
  });
  return [[], everywhere, ...random];
}

/**
 * Numbers from 0 up to, not including, 1, by the generator "mulberry32".
 * @param seed - The same seed gives the same numbers.
 */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
