import type { OutputContract } from './output-contract';
import { readMarkdown } from './read-markdown';
import type { MarkdownLine } from './read-markdown';
import { readValues } from './read-values';

/** What a check of a document found. */
export interface ContractCheck {
  readonly passed: boolean;
  /** Words outside tables and fenced code. */
  readonly words: number;
  readonly missing_sections: readonly string[];
  /** Everything that is wrong, in sentences an agent can act on; missing sections included. */
  readonly problems: readonly string[];
}

/**
 * Checks a document against its output contract: structured markdown that begins with a `# ` title, holds every
 * required section with something in it, and is no longer than allowed. Used by the runner before it stores an
 * artifact and by the gate.
 */
export function checkOutputContract(
  markdown: string,
  contract: Pick<OutputContract, 'title' | 'required_sections' | 'max_words' | 'values'>,
): ContractCheck {
  const { lines, hasOpenFence } = readMarkdown(markdown);
  const problems: string[] = [];
  const first = lines.find((line) => line.kind !== 'blank');
  if (first === undefined) problems.push('The document is empty.');
  else if (first.kind !== 'heading' || first.level !== 1 || first.text === '') {
    problems.push(`The document must begin with a title, e.g. "# ${contract.title}".`);
  }
  if (hasOpenFence) problems.push('A fenced code block is opened and never closed.');

  const missing = contract.required_sections.filter((section) => findSection(lines, section) < 0);
  for (const section of missing) problems.push(`The section "${section}" is missing.`);
  for (const section of contract.required_sections) {
    const at = findSection(lines, section);
    if (at >= 0 && isEmptySection(lines, at)) problems.push(`The section "${section}" is empty.`);
  }
  const words = countWords(lines);
  if (words > contract.max_words) {
    problems.push(`The document has ${words} words; at most ${contract.max_words} are allowed.`);
  }
  if (contract.values !== undefined) {
    const reading = readValues(markdown, contract.values);
    if (!reading.ok) problems.push(...reading.problems);
  }
  return { passed: problems.length === 0, words, missing_sections: missing, problems };
}

function findSection(lines: readonly MarkdownLine[], section: string): number {
  const wanted = normalise(section);
  return lines.findIndex((line) => line.kind === 'heading' && line.level > 1 && normalise(line.text) === wanted);
}

function isEmptySection(lines: readonly MarkdownLine[], at: number): boolean {
  const level = lines[at]?.level ?? 0;
  for (const line of lines.slice(at + 1)) {
    if (line.kind === 'heading' && line.level <= level) return true;
    if (line.kind !== 'blank' && line.kind !== 'heading') return false;
  }
  return true;
}

/** Headings are the same without numbering, emphasis, a final colon and case. */
function normalise(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^[0-9]+(?:\.[0-9]+)*[.):]?\s+/, '')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .replace(/:$/, '')
    .trim();
}

function countWords(lines: readonly MarkdownLine[]): number {
  let words = 0;
  for (const line of lines) {
    if (line.kind !== 'text' && line.kind !== 'heading') continue;
    for (const token of line.text.split(/\s+/)) if (/[\p{L}\p{N}]/u.test(token)) words += 1;
  }
  return words;
}
