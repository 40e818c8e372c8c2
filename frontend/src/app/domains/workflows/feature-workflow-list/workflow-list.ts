import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { LucidePlus, LucideWorkflow } from '@lucide/angular';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Empty } from '@ui/empty/empty';
import { Select } from '@ui/field/field';
import { Progress } from '@ui/progress/progress';
import { Skeleton } from '@ui/skeleton/skeleton';
import { Status } from '@ui/status/status';

import { AgoPipe, InstantPipe } from '../../../format/format-pipes';
import { injectNow } from '../../../format/now';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { SessionStore } from '../../../session/session-store';
import { Shortcuts } from '../../../shortcuts/shortcuts';
import { describeWorkflowStatus, progressTone } from '../data/statuses';
import { WORKFLOW_STATUSES } from '../data/workflow';
import { WorkflowListStore } from './workflow-list-store';

/** All workflows of the organization, newest first. */
@Component({
  selector: 'app-workflow-list',
  imports: [
    AgoPipe,
    Badge,
    Button,
    Card,
    Empty,
    InstantPipe,
    LucidePlus,
    LucideWorkflow,
    ProblemPanel,
    Progress,
    RouterLink,
    Select,
    Skeleton,
    Status,
  ],
  providers: [WorkflowListStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './workflow-list.html',
})
export class WorkflowList {
  protected readonly store = inject(WorkflowListStore);
  protected readonly session = inject(SessionStore);
  protected readonly now = injectNow(30_000);
  protected readonly describe = describeWorkflowStatus;
  protected readonly progressTone = progressTone;
  protected readonly statuses = WORKFLOW_STATUSES;
  readonly #router = inject(Router);

  /** Status to show; anything else shows all. */
  readonly status = input<string>();

  protected readonly shownStatus = computed(() => WORKFLOW_STATUSES.find((status) => status === this.status()));

  constructor() {
    effect(() => {
      const status = this.shownStatus();
      untracked(() => void this.store.show(status));
    });
    if (!this.session.can('operator')) return;
    inject(Shortcuts).register({
      keys: 'n',
      label: 'Start a workflow',
      run: () => void this.#router.navigateByUrl('/workflows/new'),
    });
  }

  protected chooseStatus(event: Event): void {
    const status = (event.target as HTMLSelectElement).value;
    void this.#router.navigate([], { queryParams: { status: status === '' ? null : status } });
  }
}
