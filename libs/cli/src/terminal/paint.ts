/** What a colour says; the words beside it say the same. */
export type Tone = 'good' | 'bad' | 'warning' | 'active' | 'quiet';

const codes: Readonly<Record<Tone, number>> = { good: 32, bad: 31, warning: 33, active: 36, quiet: 90 };

/** The text in a colour of the terminal's own palette, or as it is. */
export function paint(text: string, tone: Tone, color: boolean): string {
  return color && text !== '' ? `\u001b[${codes[tone]}m${text}\u001b[39m` : text;
}
