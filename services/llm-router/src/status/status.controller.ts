import { Controller } from '@nestjs/common';

import { getRouterStatus } from '@botarmy/contracts';
import type { ProviderStatus, RouterStatusReply } from '@botarmy/contracts';
import { Answers } from '@botarmy/messaging';

import { ProviderWindow } from '../asking/provider-window';
import { ProviderSet } from '../providers/provider-set';
import { DEFAULT_ROUTE } from '../routes/default-routes';
import { RouteBook } from '../routes/route-book';

/** Says how the providers do, as far as this replica knows. */
@Controller()
export class StatusController {
  constructor(
    private readonly providers: ProviderSet,
    private readonly routes: RouteBook,
    private readonly window: ProviderWindow,
  ) {}

  @Answers(getRouterStatus)
  status(): RouterStatusReply {
    const providers = this.providers.knownIds.map((id) => this.statusOf(id));
    return { providers, simulated: this.providers.isSimulated };
  }

  private statusOf(id: string): ProviderStatus {
    const provider = this.providers.configured.get(id);
    const model = this.routes.modelOf(DEFAULT_ROUTE, id) ?? null;
    if (provider === undefined) {
      return { id, status: 'not_configured', response_time_ms: null, simulated: false, model };
    }
    const { simulated } = provider;
    return { id, status: this.window.statusOf(id), response_time_ms: this.window.medianMsOf(id), simulated, model };
  }
}
