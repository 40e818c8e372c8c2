import type { ContentBlock, RawContentBlockDelta } from '@anthropic-ai/sdk/resources/messages';

import type { ReasoningPart, ToolCallPart } from '../prompt-part';
import { ANTHROPIC_ID } from './anthropic-id';
import { signatureOfRedacted } from './redacted-thinking';

type Block =
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; input: string }
  | { readonly type: 'thinking'; text: string; signature: string };

/** Puts tool calls and thoughts together that arrive in pieces. */
export class ContentBlocks {
  private readonly blocks = new Map<number, Block>();

  start(index: number, block: ContentBlock): void {
    if (block.type === 'tool_use') {
      this.blocks.set(index, { type: 'tool_use', id: block.id, name: block.name, input: '' });
    } else if (block.type === 'thinking') {
      this.blocks.set(index, { type: 'thinking', text: block.thinking, signature: block.signature });
    } else if (block.type === 'redacted_thinking') {
      this.blocks.set(index, { type: 'thinking', text: '', signature: signatureOfRedacted(block.data) });
    }
  }

  /** Adds a piece; returns how many characters it brought. */
  add(index: number, delta: RawContentBlockDelta): number {
    const block = this.blocks.get(index);
    if (delta.type === 'input_json_delta' && block?.type === 'tool_use') {
      block.input += delta.partial_json;
      return delta.partial_json.length;
    }
    if (block?.type !== 'thinking') return 0;
    if (delta.type === 'thinking_delta') {
      block.text += delta.thinking;
      return delta.thinking.length;
    }
    if (delta.type === 'signature_delta') block.signature = delta.signature;
    return 0;
  }

  get toolCalls(): ToolCallPart[] {
    return this.inOrder().flatMap((block) =>
      block.type === 'tool_use'
        ? [
            {
              type: 'tool_call',
              callId: block.id,
              name: block.name,
              arguments: block.input === '' ? '{}' : block.input,
            },
          ]
        : [],
    );
  }

  get reasoning(): ReasoningPart[] {
    return this.inOrder().flatMap((block): ReasoningPart[] => {
      if (block.type !== 'thinking') return [];
      const { text, signature } = block;
      return [{ type: 'reasoning', text, ...(signature ? { signature, provider: ANTHROPIC_ID } : {}) }];
    });
  }

  private inOrder(): Block[] {
    return [...this.blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
  }
}
