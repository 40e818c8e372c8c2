import type { Prompt } from '../prompt/prompt';
import type { PromptPart } from '../providers/prompt-part';
import { guardJson, guardText } from './guard-text';
import type { GuardTools } from './guard-text';

/**
 * A prompt as it may leave: texts, arguments of calls and results of tools. Signed reasoning stays as it is, or its provider would
 * refuse it; images and files are not looked into.
 *
 * @throws {BlockedText} when it may not.
 */
export function guardPrompt(prompt: Prompt, tools: GuardTools): Prompt {
  const messages = prompt.messages.map((message) => ({
    ...message,
    parts: message.parts.map((part) => guardPart(part, tools)),
  }));
  return { ...prompt, messages };
}

function guardPart(part: PromptPart, tools: GuardTools): PromptPart {
  switch (part.type) {
    case 'text':
      return { ...part, text: guardText(part.text, 'input', tools) };
    case 'tool_result':
      return { ...part, text: guardJson(part.text, 'input', tools) };
    case 'tool_call':
      return { ...part, arguments: guardJson(part.arguments, 'input', tools) };
    default:
      return part;
  }
}

/** Bytes (UTF-8) of all texts of a prompt, with what images and files carry. */
export function bytesOf({ messages }: Prompt): number {
  const parts = messages.flatMap((message) => message.parts);
  return parts.reduce((sum, part) => sum + Buffer.byteLength(contentOf(part)), 0);
}

function contentOf(part: PromptPart): string {
  if (part.type === 'tool_call') return part.arguments;
  if (part.type === 'image' || part.type === 'file') return 'data' in part.source ? part.source.data : part.source.url;
  return part.text;
}
