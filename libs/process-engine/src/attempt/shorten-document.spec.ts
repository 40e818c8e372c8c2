import { estimateTokens } from './estimate-tokens';
import { shortenDocument } from './shorten-document';

const section = (name: string, words: number): string => `## ${name}\n\n${'word '.repeat(words).trim()}\n`;
const document = `# Plan\n\nIntroduction.\n\n${section('Scope', 300)}\n${section('Risks', 300)}\n${section('Costs', 300)}`;

describe('shortening a document', () => {
  it('keeps whole leading sections and names what is left out', () => {
    const shortened = shortenDocument(document, 1_150);
    expect(shortened).toContain('# Plan');
    expect(shortened).toContain(section('Scope', 300).trim());
    expect(shortened).toContain(section('Risks', 300).trim());
    expect(shortened).not.toContain('## Costs');
    expect(shortened).toMatch(/\[This document was shortened to fit the model's limit\. Left out: "Costs"\.\]$/);
  });

  it('stays within its tokens', () => {
    for (const tokens of [250, 400, 700, 1_150]) {
      expect(estimateTokens(shortenDocument(document, tokens))).toBeLessThanOrEqual(tokens);
    }
  });

  it('keeps the leading lines of a first section that is too long', () => {
    const shortened = shortenDocument(Array.from({ length: 500 }, (_, line) => `line ${line}`).join('\n'), 300);
    expect(shortened).toMatch(/^line 0\nline 1\n/);
    expect(shortened).not.toContain('line 499');
    expect(shortened).toMatch(/\[This document was shortened to fit the model's limit\.\]$/);
  });

  it('leaves the note alone when nothing fits', () => {
    expect(shortenDocument(document, 0)).toMatch(/^\[This document was shortened/);
  });

  it('takes a heading inside code as code', () => {
    const text = `# A\n\n\`\`\`sh\n# not a heading\n\`\`\`\n\n${section('B', 400)}`;
    expect(shortenDocument(text, 300)).toContain('Left out: "B".');
  });

  it('names at most eight of the missing sections', () => {
    const many = Array.from({ length: 20 }, (_, index) => section(`Section ${index}`, 100)).join('\n');
    expect(shortenDocument(many, 210)).toContain('"Section 7" and 12 more');
  });
});
