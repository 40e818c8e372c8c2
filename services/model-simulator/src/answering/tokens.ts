import type { Turn } from '../prompt/task-prompt';

const PIECE = /\s*[^\s]{1,8}|\s+$/gu;
const CHARACTERS_PER_TOKEN = 4;
const TOKENS_PER_TURN = 4;

/** Cuts a text into the pieces that count as output tokens; joined they are the text. */
export function piecesOf(text: string): string[] {
  return text.match(PIECE) ?? [];
}

/** Estimated input tokens of a conversation: four characters each, four per turn. */
export function inputTokensOf(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + Math.ceil(turn.text.length / CHARACTERS_PER_TOKEN) + TOKENS_PER_TURN, 0);
}
