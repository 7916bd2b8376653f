/** A click at a point of the window, as both WebDriver protocols spell it. */
export function clickAt(point: { readonly x: number; readonly y: number }): readonly object[] {
  return [
    { type: "pointerMove", ...point },
    { type: "pointerDown", button: 0 },
    { type: "pointerUp", button: 0 },
  ];
}

/** The keys of a text, one by one. */
export function strokesOf(text: string): readonly object[] {
  return [...text].flatMap((value) => [
    { type: "keyDown", value },
    { type: "keyUp", value },
  ]);
}
