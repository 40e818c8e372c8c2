import { watchFrames } from '@botarmy/sdk';
import type { ConversationMessageView } from '@botarmy/sdk';

import { EXIT_CODES } from '../exit-codes';
import type { Command, Invocation } from '../tree/command';
import { idempotencyKeyOf, idempotencyKeyOption } from './idempotency-key-option';

type Talking = Pick<Invocation, 'client' | 'surroundings'>;

export const chat: Command = {
  name: 'chat',
  summary: 'Say something to an agent, in the thread of a workflow or in a conversation, and wait for the answers',
  arguments: ['agent-or-id', 'message'],
  options: {
    agent: { type: 'string', value: '<id>', description: 'the agent to answer, besides those mentioned as @agent' },
    'no-wait': { type: 'boolean', description: 'do not wait for answers' },
    ...idempotencyKeyOption,
  },
  async run(invocation) {
    const { client, output } = invocation;
    const agent_id = invocation.text('agent');
    const conversation_id = await conversationOf(invocation);
    const { message, answers, outcome } = await client.postMessage({
      conversation_id,
      content: invocation.requiredArgument('message'),
      ...(agent_id === undefined ? {} : { agent_id }),
      ...idempotencyKeyOf(invocation),
    });
    const settled =
      invocation.flag('no-wait') || answers.length === 0
        ? answers
        : await answersTo(invocation, message, answers.length);
    output.show({ conversation_id, message, answers: settled, outcome }, () => [
      ...(outcome === null ? [] : outcome.text.split('\n')),
      ...settled.flatMap(({ author_name, content, status }) => [
        `${author_name}${status === 'complete' ? '' : ` (${status})`}:`,
        ...content.split('\n'),
      ]),
      `Conversation ${conversation_id}`,
    ]);
    return settled.some(({ status }) => status === 'failed') ? EXIT_CODES.failed : EXIT_CODES.ok;
  },
};

/** A conversation by its id, the thread of a workflow, or a new conversation with an agent. */
async function conversationOf(invocation: Invocation): Promise<string> {
  const target = invocation.requiredArgument('agent-or-id');
  if (target.startsWith('conv_')) return target;
  const of = target.startsWith('wf_') ? { workflow_id: target } : { agent_id: target };
  return (await invocation.client.openConversation({ ...of, ...idempotencyKeyOf(invocation) })).id;
}

/** The answers once none of them is being written any more: looked at when connected and at each news of the conversation. */
async function answersTo(
  { client, surroundings }: Talking,
  { conversation_id, id, seq }: ConversationMessageView,
  count: number,
): Promise<ConversationMessageView[]> {
  const { signal, openSocket } = surroundings;
  const look = async (): Promise<ConversationMessageView[]> => {
    const { messages } = await client.listMessages({ conversation_id, after_seq: seq, limit: count });
    return messages.filter(({ reply_to }) => reply_to === id);
  };
  const frames = watchFrames({
    baseUrl: client.baseUrl,
    token: client.token,
    signal,
    ...(openSocket === undefined ? {} : { openSocket }),
  });
  for await (const frame of frames) {
    const isNews = frame.type === 'conversation_message' && frame.conversation_id === conversation_id;
    if (!isNews && frame.type !== 'connected') continue;
    const answers = await look();
    if (answers.every(({ status }) => status !== 'pending')) return answers;
  }
  return look();
}
