const LONGEST_TITLE = 120;

/** First line of a brief that says something, without heading marks, at most 120 characters. */
export function titleOf(brief: string): string {
  const lines = brief.split(/\r?\n/).map((line) => line.replace(/^[#>*\-\s]+/, '').trim());
  const line = lines.find((candidate) => candidate !== '') ?? 'Untitled';
  const characters = [...line];
  return characters.length <= LONGEST_TITLE
    ? line
    : `${characters
        .slice(0, LONGEST_TITLE - 1)
        .join('')
        .trimEnd()}…`;
}
