import type { ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';

import { textOf, urlOf } from '../../prompt-part';
import type { PromptMessage, PromptPart, ReasoningPart } from '../../prompt-part';
import { OPENAI_ID } from '../openai-id';
import { readSignature } from './reasoning-signature';

/** A turn as the responses API has it: messages, tool calls, their results and reasoning are items side by side. */
export function convertTurn({ role, parts }: PromptMessage): ResponseInputItem[] {
  if (role === 'user') return [{ role, content: parts.flatMap(inputContent) }];
  if (role === 'tool') return parts.flatMap(toolOutput);
  const text = textOf(parts);
  return [
    ...parts.flatMap((part) => (part.type === 'reasoning' ? reasoningItem(part) : [])),
    ...(text === '' ? [] : [{ role: 'assistant' as const, content: text }]),
    ...parts.flatMap(toolCall),
  ];
}

function inputContent(part: PromptPart): ResponseInputContent[] {
  if (part.type === 'text') return [{ type: 'input_text', text: part.text }];
  if (part.type === 'image') return [{ type: 'input_image', image_url: urlOf(part.source), detail: 'auto' }];
  if (part.type !== 'file') return [];
  if ('url' in part.source) return [{ type: 'input_file', file_url: part.source.url }];
  return [{ type: 'input_file', filename: part.filename ?? 'file', file_data: urlOf(part.source) }];
}

function toolCall(part: PromptPart): ResponseInputItem[] {
  if (part.type !== 'tool_call') return [];
  return [{ type: 'function_call', call_id: part.callId, name: part.name, arguments: part.arguments }];
}

function toolOutput(part: PromptPart): ResponseInputItem[] {
  if (part.type !== 'tool_result') return [];
  return [{ type: 'function_call_output', call_id: part.callId, output: part.text }];
}

/** Only its own reasoning goes back, and only what it signed. */
function reasoningItem({ text, signature, provider }: ReasoningPart): ResponseInputItem[] {
  const signed = provider === OPENAI_ID && signature !== undefined ? readSignature(signature) : undefined;
  if (signed === undefined) return [];
  const summary = text === '' ? [] : [{ type: 'summary_text' as const, text }];
  return [{ type: 'reasoning', id: signed.id, summary, encrypted_content: signed.content }];
}
