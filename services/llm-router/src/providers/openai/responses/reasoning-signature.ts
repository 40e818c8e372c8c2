/** What the responses API needs to take a reasoning item back. */
export interface ReasoningSignature {
  readonly id: string;
  readonly content: string;
}

const SEPARATOR = ':';

/** Both parts in one text. */
export function writeSignature({ id, content }: ReasoningSignature): string {
  return `${id}${SEPARATOR}${content}`;
}

/** The parts of such a text; undefined for any other. */
export function readSignature(signature: string): ReasoningSignature | undefined {
  const at = signature.indexOf(SEPARATOR);
  return at < 1 ? undefined : { id: signature.slice(0, at), content: signature.slice(at + 1) };
}
