import fc from 'fast-check';

import { checkOutputContract } from './check-output-contract';

const contract = { title: 'Plan', required_sections: ['Goal', 'Risks'], max_words: 20 };
const good = '# Plan\n\n## Goal\n\nShip it.\n\n## Risks\n\n- Few.\n';

describe('the output contract', () => {
  it('accepts a document with title and sections and counts its words', () => {
    expect(checkOutputContract(good, contract)).toEqual({ passed: true, words: 6, missing_sections: [], problems: [] });
  });

  it.each([
    ['case, numbering, emphasis and a colon', '# Plan\n## 1. **GOAL**:\nx\n### 2) risks ###\ny\n'],
    ['Windows line ends', good.replaceAll('\n', '\r\n')],
    ['blank lines before the title', `\n\n${good}`],
    ['a subsection as content', '# Plan\n## Goal\n### Detail\nx\n## Risks\n| a | b |\n|---|---|\n| 1 | 2 |\n'],
    ['code as content', '# Plan\n## Goal\n```\nx\n```\n## Risks\ny\n'],
  ])('accepts %s', (_what, markdown) => {
    expect(checkOutputContract(markdown, contract)).toMatchObject({ passed: true, problems: [] });
  });

  it.each([
    ['nothing', '', ['The document is empty.', 'The section "Goal" is missing.', 'The section "Risks" is missing.']],
    ['no title', good.replace('# Plan\n', ''), ['The document must begin with a title, e.g. "# Plan".']],
    ['words before the title', `Sure!\n\n${good}`, ['The document must begin with a title, e.g. "# Plan".']],
    ['a title without text', good.replace('# Plan', '#'), ['The document must begin with a title, e.g. "# Plan".']],
    ['a missing section', good.replace('## Risks', '## Dangers'), ['The section "Risks" is missing.']],
    ['an empty section', '# Plan\n## Goal\n## Risks\nx\n', ['The section "Goal" is empty.']],
    ['an empty last section', '# Plan\n## Goal\nx\n## Risks\n\n', ['The section "Risks" is empty.']],
    ['too many words', `${good}${'word '.repeat(15)}`, ['The document has 21 words; at most 20 are allowed.']],
    ['a section only in code', '# Plan\n## Goal\nx\n```\n## Risks\n```\n', ['The section "Risks" is missing.']],
    [
      'a fence that hides the rest',
      `# Plan\n## Goal\nx\n## Risks\ny\n\`\`\`\n${'word '.repeat(100)}`,
      ['A fenced code block is opened and never closed.'],
    ],
  ])('refuses %s', (_what, markdown, problems) => {
    expect(checkOutputContract(markdown, contract)).toMatchObject({ passed: false, problems });
  });

  it('does not count tables and fenced code', () => {
    const table = '| one | two |\n|:---|---:|\n| three | four |\n';
    const code = '~~~js\nconst five = 6;\n```\nseven\n~~~\n';
    const { words } = checkOutputContract(`${good}\n${table}\n${code}`, contract);
    expect(words).toBe(6);
  });

  it('counts what only looks like a table', () => {
    expect(checkOutputContract('# A\n| one | two |\nthree | four\n', contract).words).toBe(5);
  });

  it('counts text after a table', () => {
    expect(checkOutputContract('# A\n| x |\n|---|\n| y |\nafter it\n', contract).words).toBe(3);
  });

  it('takes time in proportion to the length', () => {
    const hostile = [
      '#'.repeat(200_000),
      `|${'-'.repeat(200_000)}`,
      `## ${' #'.repeat(100_000)}x`,
      ' '.repeat(200_000),
    ];
    const count = (text: string) => checkOutputContract(text, contract).words;
    expect(hostile.map(count)).toEqual([0, 0, 1, 0]);
  });

  it('judges any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (markdown) => {
        const check = checkOutputContract(markdown, contract);
        expect(check.passed).toBe(check.problems.length === 0);
        expect(check.words).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
