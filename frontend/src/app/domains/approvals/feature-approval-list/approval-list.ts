import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LucideChevronRight, LucideCircleCheck, LucideInbox } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Empty } from '@ui/empty/empty';
import { Skeleton } from '@ui/skeleton/skeleton';
import { Status } from '@ui/status/status';

import { AgoPipe, IdAsNamePipe, InstantPipe } from '../../../format/format-pipes';
import { injectNow } from '../../../format/now';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { describeApprovalStatus } from '../data/approval-status';
import { ApprovalListStore } from './approval-list-store';

/** What waits for a decision, oldest first. */
@Component({
  selector: 'app-approval-list',
  imports: [
    AgoPipe,
    Button,
    Card,
    Empty,
    IdAsNamePipe,
    InstantPipe,
    LucideChevronRight,
    LucideCircleCheck,
    LucideInbox,
    ProblemPanel,
    RouterLink,
    Skeleton,
    Status,
  ],
  providers: [ApprovalListStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './approval-list.html',
})
export class ApprovalList {
  protected readonly store = inject(ApprovalListStore);
  protected readonly now = injectNow(30_000);
  protected readonly describe = describeApprovalStatus;
  protected readonly scopes = [
    { value: 'open', label: 'Open', query: null },
    { value: 'all', label: 'All', query: 'all' },
  ] as const;

  /** `all` shows answered requests too. */
  readonly show = input<string>();

  constructor() {
    effect(() => {
      const scope = this.show() === 'all' ? 'all' : 'open';
      untracked(() => void this.store.show(scope));
    });
  }
}
