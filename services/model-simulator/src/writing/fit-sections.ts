import type { Block } from './block';
import { wordsOf } from './block';

/** A section with the blocks it could have, most important first. */
export interface SectionDraft {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/**
 * Chooses blocks section by section, one round after the other, so that every section has its most important block before any
 * has its second, and the sum of words stays within the limit. A first block that does not fit is shortened.
 */
export function fitSections(drafts: readonly SectionDraft[], maximumWords: number): SectionDraft[] {
  const kept = drafts.map((draft) => ({ heading: draft.heading, chosen: new Set<Block>(), shortened: [] as Block[] }));
  let left = maximumWords - drafts.reduce((sum, draft) => sum + draft.heading.split(/\s+/).length + 1, 0);
  const share = Math.max(Math.floor(left / Math.max(drafts.length, 1)), 3);
  for (const [index, draft] of drafts.entries()) {
    const first = draft.blocks.find((block) => wordsOf(block) > 0);
    for (const block of draft.blocks) if (wordsOf(block) === 0) kept[index]?.chosen.add(block);
    if (!first) continue;
    if (wordsOf(first) <= share) {
      kept[index]?.chosen.add(first);
      left -= wordsOf(first);
    } else {
      const short = shortenedTo(first, share);
      kept[index]?.shortened.push(short);
      left -= wordsOf(short);
    }
  }
  const rounds = Math.max(0, ...drafts.map((draft) => draft.blocks.length));
  for (let round = 1; round < rounds; round += 1) {
    for (const [index, draft] of drafts.entries()) {
      const block = draft.blocks.filter((candidate) => wordsOf(candidate) > 0)[round];
      if (!block || wordsOf(block) > left || kept[index]?.shortened.length) continue;
      kept[index]?.chosen.add(block);
      left -= wordsOf(block);
    }
  }
  return drafts.map((draft, index) => ({
    heading: draft.heading,
    blocks: [...(kept[index]?.shortened ?? []), ...draft.blocks.filter((block) => kept[index]?.chosen.has(block))],
  }));
}

function shortenedTo(block: Block, words: number): Block {
  const text = block.text
    .split(/\s+/)
    .slice(0, Math.max(words - 1, 2))
    .join(' ');
  return { kind: block.kind, text: `${text.replace(/[,;:.–—*_`]+$/, '')}.` };
}
