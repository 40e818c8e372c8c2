import type { TextPiece } from '../language/split-sentences';
import { capitalised } from '../language/word-forms';

const NAMED = /\b(?:called|named|titled)\s+["“']?([\p{Lu}][\p{L}\p{N}.-]*(?:\s+[\p{Lu}][\p{L}\p{N}.-]*){0,3})/u;
const MADE =
  /\b(?:build|create|develop|make|design|implement|write|launch|need|want|wants|needs|is|building|creating|developing)\s+(?:us\s+|me\s+|for\s+us\s+)?(?:an?|the|our|some)\s+(.+)/iu;
const END_OF_NAME =
  /\s(?:that|which|where|who|with|for|to|so|in|on|by|using|because|when|while|from|and|of the|allowing|letting|helping|is|are|has|must|should|can|will)\b|[,;:.(–—]|\s-\s/iu;
const PURPOSE = /\b(?:so that|in order to|to help|that helps|helping|that lets|lets|for)\s+([^.;]{6,140})/iu;
const DULL_HEADING =
  /^(?:project\s+)?(?:brief|description|overview|introduction|background|summary|idea|goals?|project)$/iu;

const GENERIC =
  /^(?:web|mobile|online|simple|small|internal|rest|graphql|public|app|application|api|dashboard|platform|portal|site|website|service|system|tool|command|line|software)$/iu;

/** Name of the product, at most six words: an explicit name, the first heading or the thing to be built. */
export function findProduct(pieces: readonly TextPiece[]): string {
  for (const piece of pieces) {
    const named = NAMED.exec(piece.text)?.[1];
    if (named) return shortened(named);
  }
  const heading = pieces.find((piece) => piece.role === 'heading' && !DULL_HEADING.test(piece.text));
  if (heading) return shortened(heading.text.replace(/^(?:project\s+)?brief\s*[:–—-]\s*/iu, ''));
  for (const piece of pieces.slice(0, 4)) {
    const made = MADE.exec(piece.text)?.[1];
    if (made) return withContext(shortened(made), made);
  }
  const first = pieces.find((piece) => piece.role !== 'heading')?.text ?? pieces[0]?.text ?? '';
  const stripped = first.replace(/^(?:please\s+)?(?:an?|the|our)\s+/iu, '');
  return withContext(shortened(stripped), stripped) || 'Requested Product';
}

/** Why the product exists, as a clause without final stop; empty when the brief does not say. */
export function findPurpose(pieces: readonly TextPiece[]): string {
  for (const piece of pieces.slice(0, 6)) {
    const match = PURPOSE.exec(piece.text);
    if (match?.[1]) return match[0].trim();
  }
  return '';
}

/** "Web Dashboard" says little: whom it is for is added when the text says so. */
function withContext(name: string, made: string): string {
  if (!name.split(' ').every((word) => GENERIC.test(word))) return name;
  const audience = /\bfor\s+((?:(?:an?|the|our|my)\s+)?(?:[\p{L}-]+\s*){1,4})/iu.exec(made)?.[1];
  return audience
    ? `${name} for ${shortened(audience.replace(/^(?:an?|the|our|my)\s+/iu, ''))
        .split(' ')
        .slice(0, 4)
        .join(' ')}`
    : name;
}

function shortened(text: string): string {
  const end = END_OF_NAME.exec(` ${text}`.slice(1));
  const name = (end && end.index > 2 ? text.slice(0, end.index) : text).trim();
  const words = name
    .replace(/["“”'`]/g, '')
    .split(/\s+/)
    .slice(0, 6);
  return words.map((word) => (/^\p{Ll}/u.test(word) && word.length > 2 ? capitalised(word) : word)).join(' ');
}
