import { randomUUID } from 'node:crypto';

import type { Part } from '@google/generative-ai';

import type { ReasoningPart, ToolCallPart } from '../prompt-part';
import { ProviderFailure } from '../provider-failure';
import { GOOGLE_ID } from './google-id';

/** What the package's type lacks: the mark of a thought, its signature, and the id of a call. */
type ReceivedPart = Part & {
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly functionCall?: { readonly id?: string; readonly name: string; readonly args?: object };
};

/** Collects what an answer has besides its text. */
export class AnswerParts {
  readonly toolCalls: ToolCallPart[] = [];
  private thoughts = '';
  private signature: string | undefined;

  /** Takes a part; returns its text for the reader, and how many other characters it brought. */
  add(part: Part): { readonly text: string; readonly characters: number } {
    const { text = '', thought, thoughtSignature, functionCall } = part as ReceivedPart;
    if (functionCall !== undefined) return { text: '', characters: this.addCall(functionCall, thoughtSignature) };
    // A signature may come with the text that follows the thought.
    this.signature = thoughtSignature ?? this.signature;
    if (thought !== true) return { text, characters: 0 };
    this.thoughts += text;
    return { text: '', characters: text.length };
  }

  get reasoning(): ReasoningPart[] {
    if (this.thoughts === '' && this.signature === undefined) return [];
    const { thoughts: text, signature } = this;
    return [{ type: 'reasoning', text, ...(signature === undefined ? {} : { signature, provider: GOOGLE_ID }) }];
  }

  private addCall(call: NonNullable<ReceivedPart['functionCall']>, signature: string | undefined): number {
    const { id = `call_${randomUUID()}`, name, args = {} } = call;
    if (typeof name !== 'string' || name === '') throw new ProviderFailure('malformed-answer');
    const text = JSON.stringify(args);
    const signed = signature === undefined ? {} : { signature, provider: GOOGLE_ID };
    this.toolCalls.push({ type: 'tool_call', callId: id, name, arguments: text, ...signed });
    return text.length;
  }
}
