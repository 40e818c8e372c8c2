import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { LucideWifiOff } from '@lucide/angular';

import { LiveConnection } from '../live/live-connection';

/** Says when what is shown may be out of date, and takes itself away when it no longer is. */
@Component({
  selector: 'app-connection-banner',
  imports: [LucideWifiOff],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'status', class: 'sticky top-12 z-20 block md:top-0', 'aria-label': 'Connection' },
  template: `
    @if (live.state() !== 'live') {
      <p
        class="flex items-center gap-2 border-b border-warn-border bg-warn-surface px-4 py-2 text-[0.8125rem] text-warn md:px-6"
      >
        <svg lucideWifiOff class="size-4 shrink-0"></svg>
        {{
          live.state() === 'offline'
            ? 'You are offline. What you see may be out of date; it is brought up to date when the connection is back.'
            : 'Live updates are interrupted. Reconnecting; nothing is lost.'
        }}
      </p>
    }
  `,
})
export class ConnectionBanner {
  protected readonly live = inject(LiveConnection);
}
