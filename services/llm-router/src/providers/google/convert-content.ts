import type { Content, Part } from '@google/generative-ai';

import type { ConversationTurn } from '../join-system';
import type { MediaSource, PromptPart } from '../prompt-part';
import { GOOGLE_ID } from './google-id';

/** The package is older than signatures of thoughts and types of files by URL. */
type SentPart = Part & { readonly thought?: boolean; readonly thoughtSignature?: string };

/** Turns as `generateContent` has them. Results of tools go by the tool's name, which only the call carries. */
export function convertTurns(turns: readonly ConversationTurn[]): Content[] {
  const names = new Map<string, string>();
  for (const { parts } of turns) {
    for (const part of parts) if (part.type === 'tool_call') names.set(part.callId, part.name);
  }
  return turns.map(({ role, parts }) => ({
    role: role === 'assistant' ? 'model' : 'user',
    parts: parts.flatMap((part) => convertPart(part, names)),
  }));
}

function convertPart(part: PromptPart, names: ReadonlyMap<string, string>): SentPart[] {
  switch (part.type) {
    case 'text':
      return [{ text: part.text }];
    case 'image':
    case 'file':
      return [mediaPart(part.source)];
    case 'tool_call': {
      const args = JSON.parse(part.arguments || '{}') as object;
      const signed = part.provider === GOOGLE_ID && part.signature !== undefined;
      const signature = signed ? { thoughtSignature: part.signature } : {};
      return [{ functionCall: { name: part.name, args }, ...signature }];
    }
    case 'tool_result': {
      const response = part.isError === true ? { error: part.text } : { result: part.text };
      return [{ functionResponse: { name: names.get(part.callId) ?? part.callId, response } }];
    }
    case 'reasoning':
      if (part.provider !== GOOGLE_ID || part.signature === undefined) return [];
      return [{ text: part.text, thought: true, thoughtSignature: part.signature }];
  }
}

function mediaPart(source: MediaSource): Part {
  if ('data' in source) return { inlineData: { mimeType: source.mediaType, data: source.data } };
  // The provider finds the type out by itself.
  return { fileData: { fileUri: source.url } as { fileUri: string; mimeType: string } };
}
