/** Bytes of JSON up to which a provider's own words are kept. */
const MOST_BYTES = 4_096;

/** A copy of what a provider said, to be kept beside the unified form; nothing when it is unreasonably large. */
export function rawRecordOf(value: object): Record<string, unknown> | undefined {
  const text = JSON.stringify(value);
  return Buffer.byteLength(text) > MOST_BYTES ? undefined : (JSON.parse(text) as Record<string, unknown>);
}
