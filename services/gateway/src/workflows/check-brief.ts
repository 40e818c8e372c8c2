import { Problem } from '@botarmy/chassis';

/** Most characters (Unicode code points) of a brief. */
export const LONGEST_BRIEF = 20_000;

/** Bytes that were no UTF-8 arrive as replacement characters: a few may stand in a real text, one in twenty may not. */
const MOST_REPLACEMENTS = 1 / 20;
const CONTROL_CHARACTER = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F\uFFFE\uFFFF]/;

/** What is wrong with a brief, in the words of its own problem; undefined when it can be worked on. */
export function briefProblem(brief: unknown): Problem | undefined {
  if (brief === undefined || brief === null) return emptyBrief();
  if (typeof brief !== 'string') return undefined;
  if (brief.trim() === '') return emptyBrief();
  const length = lengthOf(brief);
  if (length > LONGEST_BRIEF) return longBrief(length);
  return isText(brief, length) ? undefined : binaryBrief();
}

function isText(brief: string, length: number): boolean {
  if (CONTROL_CHARACTER.test(brief) || !brief.isWellFormed()) return false;
  const replacements = brief.split('\uFFFD').length - 1;
  return replacements <= length * MOST_REPLACEMENTS;
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}

function emptyBrief(): Problem {
  return refused('brief-empty', 'Brief empty', 'Say in project_brief what is to be built.');
}

function longBrief(length: number): Problem {
  return refused(
    'brief-too-long',
    'Brief too long',
    `The brief has ${length} characters; shorten it to ${LONGEST_BRIEF} or fewer.`,
  );
}

function binaryBrief(): Problem {
  return refused(
    'brief-not-text',
    'Brief is not text',
    'The brief holds control characters or bytes that are not UTF-8: send plain text.',
  );
}

function refused(code: string, title: string, detail: string): Problem {
  return new Problem({ status: 400, code, title, detail, errors: [{ path: 'project_brief', message: detail }] });
}
