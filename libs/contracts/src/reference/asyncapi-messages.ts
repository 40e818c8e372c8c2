import type { MessageDeclaration } from '../define-message';
import type { QuestionDeclaration } from '../define-question';
import type { ServiceName } from '../service-names';
import { addressOf, parametersOf } from './addresses';
import type { Channel, Operation } from './async-api';
import { ANY_POOL, readersOf } from './message-readers';
import type { SchemaCatalog } from './schema-catalog';

const PARAMETERS: Readonly<Record<string, string>> = {
  tenant_id: 'The tenant the message belongs to.',
  pool: 'The pool of agents that is asked.',
};

/** Parameters of an address with what they stand for. */
export function describeParameters(address: string): Record<string, { description: string }> {
  const names = parametersOf(address);
  return Object.fromEntries(
    names.map((name) => [name, { description: PARAMETERS[name] ?? `The message's ${name.replaceAll('_', ' ')}.` }]),
  );
}

/** The channel of a durable message: its subject, stream and payload. */
export function messageChannel(message: MessageDeclaration, catalog: SchemaCatalog): Channel {
  const address = addressOf(message);
  return {
    address,
    description: message.description,
    parameters: describeParameters(address),
    messages: { [message.name]: { name: message.name, payload: catalog.referTo(message.payload) } },
    'x-stream': message.stream,
  };
}

/** Who sends a message and who receives it. */
export function messageOperations(message: MessageDeclaration): Record<string, Operation> {
  const channel = { $ref: `#/channels/${message.name}` };
  const messages = [{ $ref: `#/channels/${message.name}/messages/${message.name}` }];
  const sends = message.producers.map((service): [string, Operation] => [
    `${service}.sends.${message.name}`,
    { action: 'send', channel, messages, tags: tagsOf(service) },
  ]);
  const receives = readersOf(message).map(({ service, durable }): [string, Operation] => [
    `${service}.receives.${message.name}`,
    {
      action: 'receive',
      channel,
      messages,
      tags: tagsOf(service),
      ...(durable === undefined ? {} : { 'x-durable': durable.replace(new RegExp(`-${ANY_POOL}$`), '-{pool}') }),
    },
  ]);
  return Object.fromEntries([...sends, ...receives]);
}

/** The two channels of a question; replies go to the asker's inbox, which has no fixed address. */
export function questionChannels(question: QuestionDeclaration, catalog: SchemaCatalog): Record<string, Channel> {
  const { subject, request, reply, streamed } = question;
  return {
    [subject]: {
      address: subject,
      description: `Answered by ${question.answeredBy}; least role: ${question.role}.`,
      messages: { request: { name: `${subject} request`, payload: catalog.referTo(request) } },
    },
    [`${subject}.reply`]: {
      address: null,
      description: streamed ? "Deltas, then this end of the answer, on the asker's inbox." : "The asker's inbox.",
      messages: { reply: { name: `${subject} reply`, payload: catalog.referTo(reply) } },
    },
  };
}

/** Who asks a question and who answers it. */
export function questionOperations({ subject, askedBy, answeredBy }: QuestionDeclaration): Record<string, Operation> {
  const exchange = {
    channel: { $ref: `#/channels/${subject}` },
    messages: [{ $ref: `#/channels/${subject}/messages/request` }],
    reply: {
      channel: { $ref: `#/channels/${subject}.reply` },
      messages: [{ $ref: `#/channels/${subject}.reply/messages/reply` }],
    },
  };
  const asks = askedBy.map((service): [string, Operation] => [
    `${service}.asks.${subject}`,
    { action: 'send', ...exchange, tags: tagsOf(service) },
  ]);
  return {
    ...Object.fromEntries(asks),
    [`${answeredBy}.answers.${subject}`]: { action: 'receive', ...exchange, tags: tagsOf(answeredBy) },
  };
}

function tagsOf(service: ServiceName): { name: string }[] {
  return [{ name: service }];
}
