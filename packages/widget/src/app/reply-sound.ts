/** Two soft notes a fourth apart, in hertz. */
const NOTES = [587.33, 783.99];
const NOTE_SECONDS = 0.12;
const LOUDNESS = 0.06;

let audio: AudioContext | undefined;

/** Plays the sound of a reply: made here, so that there is no file to fetch. A browser that refuses stays silent. */
export async function playReplySound(): Promise<void> {
  audio ??= new AudioContext();
  if (audio.state === "suspended") await audio.resume().catch(() => {});
  if (audio.state !== "running") return;
  const gain = audio.createGain();
  gain.connect(audio.destination);
  const start = audio.currentTime;
  NOTES.forEach((frequency, index) => {
    if (!audio) return;
    const note = audio.createOscillator();
    note.frequency.value = frequency;
    note.connect(gain);
    note.start(start + index * NOTE_SECONDS);
    note.stop(start + (index + 1) * NOTE_SECONDS);
  });
  gain.gain.setValueAtTime(LOUDNESS, start);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + NOTES.length * NOTE_SECONDS);
}
