import type { MediaSource, PromptPart } from '../providers/prompt-part';
import type { Prompt } from './prompt';

/** Where a provider does not count, so many characters are taken for a token. */
const CHARACTERS_PER_TOKEN = 4;
/** What a provider's own framing may add, per message. */
const TOKENS_PER_MESSAGE = 16;
/** An image is scaled down by every provider; none counts more tokens for one. */
const MOST_TOKENS_PER_IMAGE = 6_000;
/** A file behind an address has no known size: it is taken for as long as a window. */
const TOKENS_PER_FILE_URL = 200_000;

/** About how many tokens a text has. */
export function estimatedTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** About how many tokens a prompt has: what is booked where a provider does not say. */
export function estimatedInputTokens(prompt: Prompt): number {
  return estimatedTokens(textsOf(prompt).reduce((sum, text) => sum + text.length, 0)) + mediaTokens(prompt);
}

/** More tokens than a prompt can have: no tokenizer makes more of a text than it has bytes. */
export function mostInputTokens(prompt: Prompt): number {
  const bytes = textsOf(prompt).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes + mediaTokens(prompt) + (prompt.messages.length + 1) * TOKENS_PER_MESSAGE;
}

function textsOf({ messages, tools, output }: Prompt): string[] {
  return [
    ...messages.flatMap(({ parts }) => parts.flatMap(textsOfPart)),
    ...tools.flatMap(({ name, description = '', parameters }) => [name, description, JSON.stringify(parameters)]),
    ...(output.kind === 'schema' ? [JSON.stringify(output.schema)] : []),
  ];
}

function textsOfPart(part: PromptPart): string[] {
  if (part.type === 'tool_call') return [part.name, part.arguments, part.signature ?? ''];
  if (part.type === 'image' || part.type === 'file') return [];
  return part.type === 'reasoning' ? [part.text, part.signature ?? ''] : [part.text];
}

function mediaTokens({ messages }: Prompt): number {
  const parts = messages.flatMap((message) => message.parts);
  return parts.reduce((sum, part) => {
    if (part.type === 'image') return sum + MOST_TOKENS_PER_IMAGE;
    return part.type === 'file' ? sum + fileTokens(part.source) : sum;
  }, 0);
}

function fileTokens(source: MediaSource): number {
  return 'url' in source ? TOKENS_PER_FILE_URL : Math.ceil((source.data.length * 3) / 4);
}
