import { Injectable } from '@nestjs/common';

import type { AlertPreferences } from '@botarmy/contracts';

import { PreferenceRepository } from './preference.repository';

/** A conversation as far as its readers follow from it. */
export interface ReadBy {
  readonly workflowId: string | null;
  readonly participants: readonly { readonly participantId: string; readonly kind: string }[];
}

/** Most people named in one piece of news. */
const MOST_PEOPLE = 200;

/** Says who may read a message, and who is to be alerted by it. */
@Injectable()
export class AlertedPeople {
  constructor(private readonly preferences: PreferenceRepository) {}

  /** @param author Is never alerted. A conversation that is gone has no readers. */
  async of(
    tenantId: string,
    conversation: ReadBy | undefined,
    event: keyof AlertPreferences,
    author: string,
  ): Promise<{ readers: readonly string[]; alerted: readonly string[] }> {
    const people = (conversation?.participants ?? []).filter(({ kind }) => kind === 'person');
    const ids = people.map(({ participantId }) => participantId).slice(0, MOST_PEOPLE);
    const others = ids.filter((id) => id !== author);
    const wishes = others.length === 0 ? [] : await this.preferences.of(tenantId, others);
    return {
      // Everybody of the tenant reads a workflow's thread: nobody has to be named.
      readers: conversation?.workflowId === null ? ids : [],
      alerted: others.filter((_id, index) => wishes[index]?.[event] !== 'off'),
    };
  }
}
