import type { Block } from './block';
import type { SectionDraft } from './fit-sections';

/** Markdown of a whole document: title, preamble, sections in order, one final newline. */
export function renderDocument(title: string, preamble: string, sections: readonly SectionDraft[]): string {
  const parts = [
    `# ${title}`,
    preamble,
    ...sections.map((section) => `## ${section.heading}\n\n${renderBlocks(section.blocks)}`),
  ];
  return `${parts.filter((part) => part.length > 0).join('\n\n')}\n`;
}

function renderBlocks(blocks: readonly Block[]): string {
  let markdown = '';
  let steps = 0;
  let previous: Block | undefined;
  for (const block of blocks) {
    const isSameList = previous?.kind === block.kind && (block.kind === 'bullet' || block.kind === 'step');
    if (previous) markdown += isSameList ? '\n' : '\n\n';
    steps = block.kind === 'step' ? steps + 1 : 0;
    markdown +=
      block.kind === 'bullet' ? `- ${block.text}` : block.kind === 'step' ? `${steps}. ${block.text}` : block.text;
    previous = block;
  }
  return markdown;
}
