import { structuredPatch } from 'diff';

import type { DiffHunk } from '@botarmy/contracts';

/** What a comparison found; `undefined` hunks when the texts are too different to be compared in bounded time. */
export interface TextComparison {
  readonly hunks: readonly DiffHunk[] | undefined;
  readonly added: number;
  readonly removed: number;
}

const CONTEXT_LINES = 3;
/** Cost grows with the square of the changed lines: this many take some 50 ms. */
const MAX_CHANGED_LINES = 4_000;
const TIMEOUT_MS = 250;

/** Compares two texts line by line. */
export function compareTexts(from: string, to: string): TextComparison {
  const limits = { context: CONTEXT_LINES, maxEditLength: MAX_CHANGED_LINES, timeout: TIMEOUT_MS };
  const patch = structuredPatch('', '', from, to, '', '', limits);
  if (patch === undefined) return { hunks: undefined, added: countLines(to), removed: countLines(from) };
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    hunks: patch.hunks.map((hunk) => ({
      from_start: hunk.oldStart,
      from_lines: hunk.oldLines,
      to_start: hunk.newStart,
      to_lines: hunk.newLines,
      lines: hunk.lines,
    })),
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

function countLines(text: string): number {
  if (text === '') return 0;
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
