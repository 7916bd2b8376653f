/** The environment of a backend that signs, before and after its key is replaced. */
export const FIRST_KEY = { SESSION_SECRET: "the first secret of these tests - of no worth to anybody" };
export const SECOND_KEY = {
  SESSION_SECRET: "the second secret of these tests - of no worth to anybody",
  SESSION_SECRET_OLD: FIRST_KEY.SESSION_SECRET,
};
