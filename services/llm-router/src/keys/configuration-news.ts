import { createId, routerConfigurationChanged } from '@botarmy/contracts';
import type { RouterConfigurationChanged } from '@botarmy/contracts';
import { outgoingMessage } from '@botarmy/messaging';
import type { OutgoingMessage } from '@botarmy/messaging';

/** What changed, for every replica, the door and the audit. */
export function configurationNews(
  tenantId: string,
  news: Pick<RouterConfigurationChanged, 'change' | 'key_id' | 'changed_by'>,
  now: Date,
): OutgoingMessage {
  const eventId = createId('msg', now.getTime());
  const payload = { event_id: eventId, ...news, changed_at: now.toISOString() };
  return outgoingMessage(routerConfigurationChanged, { eventId, tenantId, key: [eventId], payload });
}
