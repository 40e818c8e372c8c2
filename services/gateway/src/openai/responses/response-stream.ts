import type { EventStream } from '../../http/event-stream';
import { factsOf } from '../answer/answer-headers';
import type { DoorAnswer } from '../answer/door-answer';
import type { OpenAiError } from '../answer/openai-error';
import { itemsAfterText, messageItem, responseBegun, responseOf, textPart } from './response-object';
import type { OutputItem, ResponseHead } from './response-object';

/** Writes a response as the events of OpenAI's interface. */
export class ResponseStream {
  private number = 0;
  private text = '';
  private items = 0;
  private readonly messageId: string;

  constructor(
    private readonly events: EventStream,
    private readonly head: ResponseHead,
  ) {
    this.messageId = `msg_${head.id}`;
  }

  /** The next piece of text. */
  add(delta: string): void {
    if (this.text === '') this.beginMessage();
    this.text += delta;
    const place = { item_id: this.messageId, output_index: 0, content_index: 0 };
    this.send('response.output_text.delta', { ...place, delta, logprobs: [] });
  }

  /** Calls of tools come whole; then the end, with who answered. */
  finish(reply: DoorAnswer): void {
    if (this.text === '' && reply.tool_calls.length === 0) this.beginMessage();
    if (this.items > 0) this.endMessage();
    this.begin();
    for (const item of itemsAfterText(this.head.id, reply)) this.whole(item);
    const response = responseOf(this.head, reply) as { status: string };
    const type = response.status === 'completed' ? 'response.completed' : 'response.incomplete';
    this.send(type, { response: { ...response, botarmy: factsOf(reply) } });
    this.events.end();
  }

  /** The answer broke off. */
  fail({ body }: OpenAiError): void {
    const { code, message, param } = body.error;
    this.send('error', { code, message, param });
  }

  private begin(): void {
    if (this.events.isOpen) return;
    const response = responseBegun(this.head);
    this.send('response.created', { response });
    this.send('response.in_progress', { response });
  }

  private beginMessage(): void {
    this.begin();
    this.items += 1;
    const item = { ...messageItem(this.head.id, ''), status: 'in_progress', content: [] };
    this.send('response.output_item.added', { output_index: 0, item });
    const place = { item_id: this.messageId, output_index: 0, content_index: 0 };
    this.send('response.content_part.added', { ...place, part: textPart('') });
  }

  private endMessage(): void {
    const place = { item_id: this.messageId, output_index: 0, content_index: 0 };
    this.send('response.output_text.done', { ...place, text: this.text, logprobs: [] });
    this.send('response.content_part.done', { ...place, part: textPart(this.text) });
    this.send('response.output_item.done', { output_index: 0, item: messageItem(this.head.id, this.text) });
  }

  /** An item that comes whole. */
  private whole(item: OutputItem): void {
    const output_index = this.items;
    this.items += 1;
    const text = item.arguments;
    if (text === undefined) this.send('response.output_item.added', { output_index, item });
    else {
      const place = { item_id: item.id, output_index };
      const begun = { ...item, status: 'in_progress', arguments: '' };
      this.send('response.output_item.added', { output_index, item: begun });
      this.send('response.function_call_arguments.delta', { ...place, delta: text });
      this.send('response.function_call_arguments.done', { ...place, name: item['name'], arguments: text });
    }
    this.send('response.output_item.done', { output_index, item });
  }

  private send(type: string, members: object): void {
    this.events.send({ type, sequence_number: this.number, ...members }, { event: type });
    this.number += 1;
  }
}
