import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

import { completeModelCall } from '@botarmy/contracts';
import { StreamServer } from '@botarmy/messaging';

import { CompleteCall } from './complete-call';

/** Answers `completeModelCall` as a stream. */
@Injectable()
export class ModelCallServer implements OnApplicationBootstrap {
  constructor(
    private readonly streams: StreamServer,
    private readonly calls: CompleteCall,
  ) {}

  onApplicationBootstrap(): void {
    this.streams.serve(completeModelCall, (request, context) => this.calls.complete(request, context));
  }
}
