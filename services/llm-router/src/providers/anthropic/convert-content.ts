import type {
  ContentBlockParam,
  DocumentBlockParam,
  ImageBlockParam,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages';

import type { ConversationTurn } from '../join-system';
import type { FilePart, ImagePart, PromptPart, ReasoningPart } from '../prompt-part';
import { ANTHROPIC_ID } from './anthropic-id';
import { redactedDataOf } from './redacted-thinking';

type ImageType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp';

/** A turn as the messages API has it; results of tools belong to the user's side. */
export function convertTurn({ role, parts }: ConversationTurn): MessageParam {
  const [only] = parts;
  if (parts.length === 1 && only?.type === 'text' && role !== 'tool') return { role, content: only.text };
  return { role: role === 'assistant' ? 'assistant' : 'user', content: parts.flatMap(convertPart) };
}

function convertPart(part: PromptPart): ContentBlockParam[] {
  switch (part.type) {
    case 'text':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image':
      return [image(part)];
    case 'file':
      return [document(part)];
    case 'tool_call':
      return [{ type: 'tool_use', id: part.callId, name: part.name, input: JSON.parse(part.arguments || '{}') }];
    case 'tool_result': {
      const failed = part.isError === true ? { is_error: true } : {};
      return [{ type: 'tool_result', tool_use_id: part.callId, content: part.text, ...failed }];
    }
    case 'reasoning':
      return thinking(part);
  }
}

function image({ source }: ImagePart): ImageBlockParam {
  if ('url' in source) return { type: 'image', source: { type: 'url', url: source.url } };
  return { type: 'image', source: { type: 'base64', media_type: source.mediaType as ImageType, data: source.data } };
}

function document({ source, filename }: FilePart): DocumentBlockParam {
  const title = filename === undefined ? {} : { title: filename };
  if ('url' in source) return { type: 'document', source: { type: 'url', url: source.url }, ...title };
  if (source.mediaType.startsWith('text/')) {
    const data = Buffer.from(source.data, 'base64').toString('utf8');
    return { type: 'document', source: { type: 'text', media_type: 'text/plain', data }, ...title };
  }
  return { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: source.data }, ...title };
}

/** Only its own thoughts go back, and only what it signed. */
function thinking({ text, signature, provider }: ReasoningPart): ContentBlockParam[] {
  if (provider !== ANTHROPIC_ID || signature === undefined) return [];
  const data = redactedDataOf(signature);
  if (data !== undefined) return [{ type: 'redacted_thinking', data }];
  return [{ type: 'thinking', thinking: text, signature }];
}
