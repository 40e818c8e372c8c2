import { defineEvent } from '../define-message';
import { Identifier, OneOf, Text } from '../fields';

/** A message that could not be handled, told by a service that has no dead letters of its own. */
export class DeliveryRefused {
  /** Durable consumer that gave up. */
  @Identifier() consumer!: string;
  /** Subject the message came on. */
  @Text({ max: 500 }) subject!: string;
  /** Id of the message itself. */
  @Text({ min: 1, max: 300 }) event_id!: string;
  /** Kebab-case, e.g. `malformed-message`. */
  @Identifier() code!: string;
  @Text({ max: 2_000 }) reason!: string;
  /** The message's bytes as text; a longer message is cut. */
  @Text({ max: 200_000 }) payload!: string;
  /** How `payload` holds the bytes. */
  @OneOf(['utf8', 'base64']) encoding!: 'utf8' | 'base64';
}

/** `evt.<tenant>.delivery.refused.v1.<consumer>`; the message id is `<event id>.refused`. */
export const deliveryRefused = defineEvent({
  entity: 'delivery',
  verb: 'refused',
  version: 1,
  key: ['consumer'],
  payload: DeliveryRefused,
  producers: ['agent-runner'],
  description: 'A message that could not be handled, for the dead letters of the orchestrator.',
});
