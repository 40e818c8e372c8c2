import type { ModelPart } from '@botarmy/contracts';

import type { MediaSource, PromptPart } from '../providers/prompt-part';
import { promptProblem } from './prompt-problem';

/**
 * A part of a request in the router's own form.
 *
 * @param place Where it stands, for the refusal.
 * @throws {Problem} 400 `invalid-prompt` when fields of its type are missing.
 */
export function promptPartOf(part: ModelPart, place: string): PromptPart {
  const { text = '', filename, is_error, signature, provider } = part;
  const signed = {
    ...(signature === undefined ? {} : { signature }),
    ...(provider === undefined ? {} : { provider }),
  };
  switch (part.type) {
    case 'text':
      return { type: 'text', text };
    case 'image':
      return { type: 'image', source: sourceOf(part, place) };
    case 'file':
      return { type: 'file', source: sourceOf(part, place), ...(filename === undefined ? {} : { filename }) };
    case 'tool_call': {
      const callId = required(part, 'call_id', place);
      const name = required(part, 'name', place);
      return { type: 'tool_call', callId, name, arguments: part.arguments ?? '{}', ...signed };
    }
    case 'tool_result': {
      const callId = required(part, 'call_id', place);
      return { type: 'tool_result', callId, text, ...(is_error === undefined ? {} : { isError: is_error }) };
    }
    case 'reasoning':
      return { type: 'reasoning', text, ...signed };
  }
}

/** The same the other way round, for answers. */
export function modelPartOf(part: Extract<PromptPart, { type: 'tool_call' | 'reasoning' }>): ModelPart {
  const { signature, provider } = part;
  const signed = {
    ...(signature === undefined ? {} : { signature }),
    ...(provider === undefined ? {} : { provider }),
  };
  if (part.type === 'reasoning') return { type: 'reasoning', text: part.text, ...signed };
  return { type: 'tool_call', call_id: part.callId, name: part.name, arguments: part.arguments, ...signed };
}

function required(part: ModelPart, field: 'call_id' | 'name', place: string): string {
  const value = part[field];
  if (value !== undefined) return value;
  throw promptProblem([{ path: `${place}.${field}`, message: 'is missing' }]);
}

function sourceOf({ url, media_type, data }: ModelPart, place: string): MediaSource {
  if (url !== undefined && data === undefined) return { url };
  if (url === undefined && data !== undefined && media_type !== undefined) return { mediaType: media_type, data };
  throw promptProblem([{ path: place, message: 'needs either url, or media_type and data' }]);
}
