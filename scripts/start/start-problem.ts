/** Something the person at the keyboard can put right: the message alone is shown, without a stack. */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
}
