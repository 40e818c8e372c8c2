/** What every record says when any of its answers came from the model simulator. */
export const SIMULATED_NOTE =
  'At least one answer was made by the model simulator, not by a language model; costs and tokens are simulated too.';

/** The note, or null when every answer came from a real provider. */
export function simulatedNote(simulated: boolean): string | null {
  return simulated ? SIMULATED_NOTE : null;
}
