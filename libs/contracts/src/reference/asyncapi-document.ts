import { MESSAGES } from '../messages';
import { QUESTIONS } from '../questions';
import type { AsyncApi, Channel, Operation } from './async-api';
import { liveChannels, liveOperations } from './asyncapi-live';
import { messageChannel, messageOperations, questionChannels, questionOperations } from './asyncapi-messages';
import { SchemaCatalog } from './schema-catalog';

/** What services say to each other as an AsyncAPI document, derived from the declarations. The same input gives the same text. */
export function asyncApiDocument(): AsyncApi {
  const catalog = new SchemaCatalog();
  const channels: Record<string, Channel> = liveChannels(catalog);
  const operations: Record<string, Operation> = liveOperations();
  for (const message of MESSAGES) {
    channels[message.name] = messageChannel(message, catalog);
    Object.assign(operations, messageOperations(message));
  }
  for (const question of QUESTIONS) {
    Object.assign(channels, questionChannels(question, catalog));
    Object.assign(operations, questionOperations(question));
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'BotArmy',
      version: '1',
      description:
        'Messages, questions and live frames between services. Inside only: the public door is openapi.json.',
    },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { schemas: catalog.schemas },
  };
}
