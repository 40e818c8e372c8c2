import type {
  ChatCompletionContentPart,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';

import { textOf, urlOf } from '../prompt-part';
import type { PromptMessage, PromptPart } from '../prompt-part';

/** A turn as chat completions have it; each result of a tool is a message of its own, and reasoning has no place. */
export function convertMessage({ role, parts }: PromptMessage): ChatCompletionMessageParam[] {
  switch (role) {
    case 'system':
      return [{ role, content: textOf(parts) }];
    case 'assistant':
      return [assistantMessage(parts)];
    case 'tool':
      return parts.flatMap((part) =>
        part.type === 'tool_result' ? [{ role, tool_call_id: part.callId, content: part.text }] : [],
      );
    case 'user': {
      const content = parts.flatMap(contentPart);
      const [first] = content;
      // Many compatible endpoints know only plain text.
      const isPlain = content.length === 1 && first?.type === 'text';
      return [{ role, content: isPlain ? first.text : content }];
    }
  }
}

function contentPart(part: PromptPart): ChatCompletionContentPart[] {
  if (part.type === 'text') return [{ type: 'text', text: part.text }];
  if (part.type === 'image') return [{ type: 'image_url', image_url: { url: urlOf(part.source) } }];
  if (part.type !== 'file') return [];
  const filename = part.filename ?? 'file';
  return [{ type: 'file', file: { filename, file_data: urlOf(part.source) } }];
}

function assistantMessage(parts: readonly PromptPart[]): ChatCompletionMessageParam {
  const toolCalls = parts.flatMap((part): ChatCompletionMessageFunctionToolCall[] =>
    part.type === 'tool_call'
      ? [{ id: part.callId, type: 'function', function: { name: part.name, arguments: part.arguments } }]
      : [],
  );
  const text = textOf(parts);
  return {
    role: 'assistant',
    content: text === '' && toolCalls.length > 0 ? null : text,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
  };
}
