import type { ChatCompletionChunk } from 'openai/resources/chat/completions';

import type { ToolCallPart } from '../prompt-part';
import { ProviderFailure } from '../provider-failure';

type ToolCallDelta = NonNullable<ChatCompletionChunk.Choice.Delta['tool_calls']>[number];

/** Puts tool calls together whose names and arguments arrive in pieces, each with its place in the answer. */
export class ToolCallPieces {
  private readonly calls = new Map<number, { id: string; name: string; text: string }>();

  /** Adds a piece; returns how many characters it brought. */
  add({ index, id, function: part }: ToolCallDelta): number {
    const call = this.calls.get(index) ?? { id: '', name: '', text: '' };
    if (id) call.id = id;
    if (part?.name) call.name = part.name;
    call.text += part?.arguments ?? '';
    this.calls.set(index, call);
    return (part?.name?.length ?? 0) + (part?.arguments?.length ?? 0);
  }

  /**
   * The whole calls in their order.
   *
   * @throws {ProviderFailure} `malformed-answer` for one without id or name.
   */
  whole(): ToolCallPart[] {
    const inOrder = [...this.calls].sort(([a], [b]) => a - b);
    return inOrder.map(([, { id, name, text }]) => {
      if (id === '' || name === '') throw new ProviderFailure('malformed-answer');
      return { type: 'tool_call', callId: id, name, arguments: text };
    });
  }
}
