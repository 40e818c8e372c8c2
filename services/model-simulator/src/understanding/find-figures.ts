import type { TextPiece } from '../language/split-sentences';
import type { Figure } from './understanding';

const FIGURE =
  /(?:[€$£]\s?)?\b\d[\d.,']{0,15}(?:\s?(?:k|m|million|thousand)\b)?(?:\s?[%€$£]|\s?-?\s?(?:percent|ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|hours?|days?|weeks?|months?|years?|kb|mb|gb|tb|euros?|dollars?|pounds?|eur|usd|gbp)\b)?(?:\s+(?!and\b|or\b|to\b|in\b|at\b|per\b|with\b|of\b|on\b|for\b|from\b|is\b|are\b|between\b|after\b|before\b|within\b|under\b|over\b|but\b|should\b|must\b|when\b|until\b|each\b|every\b|we\b|by\b|the\b|without\b|via\b|using\b|that\b|which\b|who\b)[\p{L}-]{3,}){0,2}/giu;
const KINDS: readonly [Figure['kind'], RegExp][] = [
  ['money', /[€$£]|\b(?:euros?|dollars?|pounds?|eur|usd|gbp|budget)\b/iu],
  ['share', /%|\bpercent\b/iu],
  ['speed', /\d\s?-?\s?(?:ms|milliseconds?|seconds?|secs?|s)\b/iu],
  ['size', /\d\s?(?:kb|mb|gb|tb)\b/iu],
  ['time', /\d\s?-?\s?(?:minutes?|mins?|hours?|days?|weeks?|months?|years?)\b/iu],
  [
    'load',
    /\b(?:users?|visitors?|customers?|requests?|sessions?|people|members?|concurrent|students?|orders?|devices?|employees?)\b/iu,
  ],
];

/** A time of day is no quantity. */
const TIME_OF_DAY = /\b\d{1,2}:\d{2}\b/gu;

/** Numbers of the text with the clause around each, in order, at most eight. */
export function findFigures(pieces: readonly TextPiece[]): Figure[] {
  const figures = new Map<string, Figure>();
  for (const { text } of pieces) {
    for (const match of text.replace(TIME_OF_DAY, (time) => ' '.repeat(time.length)).matchAll(FIGURE)) {
      const value = match[0].trim().replace(/[.,]$/, '');
      const clause = clauseAround(text, match.index);
      if (/^(?:19|20)\d\d$/.test(value) || figures.has(value) || /^\d$/.test(value)) continue;
      const isClauseTaken = [...figures.values()].some((figure) => figure.clause === clause);
      figures.set(value, { value, clause: isClauseTaken ? value : clause, kind: kindOf(value) });
    }
  }
  return [...figures.values()].slice(0, 8);
}

/** Kind of a figure by its unit; a bare number is a count. */
export function kindOf(value: string): Figure['kind'] {
  return KINDS.find(([, pattern]) => pattern.test(value))?.[0] ?? 'count';
}

function clauseAround(text: string, at: number): string {
  const separator = /[;:](?=\s)|,(?=\s)|\.\s|\s(?:and|but)\s(?=we\b|it\b|the\b|they\b)/gu;
  let start = 0;
  let end = text.length;
  for (const match of text.matchAll(separator)) {
    if (match.index < at) start = match.index + match[0].length;
    else if (end === text.length) end = match.index;
  }
  const clause = text.slice(start, end).trim();
  return clause
    .replace(/^(?:and|but|or|so)\s+/iu, '')
    .replace(/^(?:we|they|it)\s+(?:expects?|have|has|needs?|wants?|plans?|serves?)\s+/iu, '')
    .split(/\s+/)
    .slice(0, 18)
    .join(' ');
}
