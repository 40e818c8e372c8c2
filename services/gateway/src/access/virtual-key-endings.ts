import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';

import { Logger } from '@botarmy/chassis';
import {
  assertPayload,
  RouterConfigurationChanged,
  routerConfigurationChanged,
  subjectFilterOf,
} from '@botarmy/contracts';
import { Broker } from '@botarmy/messaging';

import { VirtualKeyVerifier } from './virtual-key-verifier';

/** Follows the router's news about revoked keys of the door. */
@Injectable()
export class VirtualKeyEndings implements OnModuleInit {
  constructor(
    private readonly broker: Broker,
    private readonly verifier: VirtualKeyVerifier,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.broker.connection.subscribe(subjectFilterOf(routerConfigurationChanged), {
      callback: (error, message) => {
        if (error === null) this.receive(message);
        else this.logger.warn({ err: error }, 'news about keys of the door is interrupted');
      },
    });
    this.broker.onReconnect(() => this.verifier.forgetAll());
  }

  private receive(message: { json: () => unknown }): void {
    try {
      const news = message.json();
      assertPayload(RouterConfigurationChanged, news);
      if (news.change === 'virtual-key-revoked' && news.key_id !== null) this.verifier.forgetKey(news.key_id);
      if (news.change === 'refreshed') this.verifier.forgetAll();
    } catch (err) {
      this.logger.warn({ err }, 'unreadable news about a key of the door ignored');
    }
  }
}
