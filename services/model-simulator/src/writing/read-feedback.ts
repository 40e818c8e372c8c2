/** Feedback sorted into what the contract check says and what people ask for. */
export interface FeedbackReading {
  readonly missingSections: readonly string[];
  /** True when the previous text was too long. */
  readonly isTooLong: boolean;
  /** Requests in the words of the person, at most six, each at most 160 characters. */
  readonly requests: readonly string[];
}

const MISSING =
  /(?:missing|absent|lacks?|required)[^:\n]{0,60}sections?[^:\n]{0,60}:[ \t]{0,4}(.{1,600})|sections?\s+["“']([^"”'\n]{1,120})["”']\s+(?:is|are)\s+missing|missing\s+(?:section\s+)?["“']([^"”'\n]{1,120})["”']/giu;
const TOO_LONG =
  /too long|too many words|over the limit|\b\d{1,6} words\b[^.\n]{0,80}\b(?:at most|limit|maximum|allowed|more than)\b|\bexceeds?\b|at most \d{1,6} words|\bshorten|\bshorter\b|more concise/iu;
/** Feedback beyond this many characters is not read. */
const LONGEST_FEEDBACK = 16_000;
/** Findings of the output contract: followed, not answered. */
const CONTRACT_FINDING =
  /^The (?:section ".{1,120}" is (?:missing|empty)|document (?:has \d{1,6} words|is empty|must begin with a title))|^A fenced code block is opened/u;
const MARKUP_ONLY = /^(?:[-*#>\s]+|problems?:?|feedback:?)$/iu;

/** Reads feedback as lines; lines about missing sections or length are followed, the others answered. */
export function readFeedback(feedback: readonly string[]): FeedbackReading {
  const text = feedback.join('\n').slice(0, LONGEST_FEEDBACK);
  const missing = [...text.matchAll(MISSING)].flatMap((match) =>
    (match[1] ?? match[2] ?? match[3] ?? '').split(/[,;]|\band\b/u),
  );
  const lines = text
    .split(/\r?\n|(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((line) => line.replace(/^\s*(?:[-*+•>]|\d{1,3}[.)])\s*/u, '').trim())
    .filter((line) => line.length > 3 && !MARKUP_ONLY.test(line) && !CONTRACT_FINDING.test(line));
  return {
    missingSections: [
      ...new Set(
        missing
          .map((name) => name.replace(/["“”'.#]/g, '').trim())
          .filter((name) => name.length > 2 && name.length < 80),
      ),
    ],
    isTooLong: TOO_LONG.test(text),
    requests: [...new Set(lines)].slice(0, 6).map((line) => (line.length > 160 ? `${line.slice(0, 157)}...` : line)),
  };
}
