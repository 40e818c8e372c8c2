import { SeededChoice } from '../language/seeded-choice';
import { bullet } from './block';
import type { SectionDraft } from './fit-sections';
import type { WritingContext } from './writing-context';

/** Heading of the section that answers feedback; it stands after the required ones. */
export const FEEDBACK_HEADING = 'Changes After Feedback';

/** One answer per request, saying where in the document it was taken up. */
export function draftFeedbackSection(
  context: WritingContext,
  requests: readonly string[],
  headings: readonly string[],
): SectionDraft {
  const say = new SeededChoice(`${context.product}\n${requests.join('\n')}`);
  return {
    heading: FEEDBACK_HEADING,
    blocks: requests.map((request, index) => {
      const place =
        bestHeading(request, headings) ?? headings[index % Math.max(headings.length, 1)] ?? 'the whole document';
      return bullet(
        `"${request.replace(/[.\s]+$/, '')}": ${say.of(`${index}`, `taken up in "${place}" and checked against ${context.activity(0)}.`, `followed in "${place}"; ${context.entities(0)} were looked at again.`, `now part of "${place}", with its effect on ${context.people}.`)}`,
      );
    }),
  };
}

function bestHeading(request: string, headings: readonly string[]): string | undefined {
  const words = new Set(
    request
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 3)
      .map(stemOf),
  );
  return headings.find((heading) =>
    heading
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .some((word) => word.length > 3 && words.has(stemOf(word))),
  );
}

function stemOf(word: string): string {
  return word.replace(/(?:ies|y|s|ing|ed|al|ity)$/u, '').slice(0, 7);
}
