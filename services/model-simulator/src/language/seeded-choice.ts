/** 32-bit FNV-1a hash of a text; stable across runs and machines. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Chooses among equal wordings so that the same text and place always get the same one. */
export class SeededChoice {
  private readonly seed: string;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** One of the options; the place names where in the document it stands. */
  of(place: string, ...options: readonly [string, ...string[]]): string {
    return options[hashOf(`${this.seed}\u0000${place}`) % options.length] ?? options[0];
  }

  /** A whole number from low to high, both included. */
  between(place: string, low: number, high: number): number {
    return low + (hashOf(`${this.seed}\u0000${place}`) % (high - low + 1));
  }
}
