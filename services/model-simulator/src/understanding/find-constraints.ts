import type { TextPiece } from '../language/split-sentences';

const CONSTRAINT =
  /\b(?:must|should|shall|only|never|without|at least|at most|no more than|within|under|below|less than|up to|required?|has to|have to|cannot|can't|not be|offline|gdpr|hipaa|pci|wcag|iso 27001|accessible|no \p{L}+ (?:may|can|leaves?)|budget|deadline|by (?:january|february|march|april|may|june|july|august|september|october|november|december))\b/iu;

/** Clauses that limit the solution, without final stop, at most eight. */
export function findConstraints(pieces: readonly TextPiece[]): string[] {
  const found: string[] = [];
  for (const { text, role } of pieces) {
    if (role === 'heading') continue;
    for (const clause of text.split(/;|,\s+(?:and|but)\s+|\.\s+|\s+and\s+(?=we\s)/u)) {
      const trimmed = clause.trim().replace(/^(?:and|but|also|please)\s+/iu, '');
      if (CONSTRAINT.test(trimmed) && trimmed.length >= 8) found.push(clipped(trimmed));
    }
  }
  return [...new Set(found)].slice(0, 8);
}

function clipped(text: string): string {
  const words = text.split(/\s+/);
  return words.length > 20 ? words.slice(0, 20).join(' ') : text;
}
