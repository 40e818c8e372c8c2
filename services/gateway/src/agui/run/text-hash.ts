/** Hash of no text. */
export const EMPTY_HASH = 0x811c9dc5;

/** FNV-1a of a text, continued from the hash of what stands before it. Tells texts apart; no secret depends on it. */
export function hashOf(text: string, before: number = EMPTY_HASH): number {
  let hash = before;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
