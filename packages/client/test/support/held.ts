const held = new Set<Request>();

/** Holds a request while it is answered, as a network does: Node forgets the abort of one that nobody holds. */
export async function whileHeld<Answer>(
  request: Request,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  held.add(request);
  try {
    return await answer();
  } finally {
    held.delete(request);
  }
}
