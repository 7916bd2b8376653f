/** Three dots while the first word of a reply is awaited. Screen readers are told by the live region. */
export function Typing() {
  return (
    <div part="typing" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  );
}
