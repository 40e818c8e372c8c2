import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { LucideFlaskConical, LucideShieldCheck } from '@lucide/angular';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { Card, CardHeader, CardTitle } from '@ui/card/card';
import { Progress } from '@ui/progress/progress';
import { Skeleton } from '@ui/skeleton/skeleton';
import { Status } from '@ui/status/status';

import { CostPipe, CountPipe, DurationPipe, InstantPipe } from '../../../format/format-pipes';
import { injectNow } from '../../../format/now';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { SessionStore } from '../../../session/session-store';
import { DocumentList } from '../../artifacts/ui/document-list/document-list';
import { ConversationPanel } from '../../chat/ui/conversation-panel/conversation-panel';
import { describeWorkflowStatus, progressTone } from '../data/statuses';
import { isFinished } from '../data/workflow';
import { AgentList } from './agent-list';
import { LiveOutput } from './live-output';
import { StageList } from './stage-list';
import { StaleNotice } from './stale-notice';
import { Timeline } from './timeline';
import { WorkflowActions } from './workflow-actions';
import { WorkflowLiveStore } from './workflow-live-store';

/** One workflow while it happens, and afterwards. */
@Component({
  selector: 'app-workflow-live',
  imports: [
    AgentList,
    Badge,
    Button,
    Card,
    CardHeader,
    CardTitle,
    ConversationPanel,
    CostPipe,
    CountPipe,
    DocumentList,
    DurationPipe,
    InstantPipe,
    LiveOutput,
    LucideFlaskConical,
    LucideShieldCheck,
    ProblemPanel,
    Progress,
    RouterLink,
    Skeleton,
    StageList,
    StaleNotice,
    Status,
    Timeline,
    WorkflowActions,
  ],
  providers: [WorkflowLiveStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './workflow-live.html',
})
export class WorkflowLive {
  protected readonly store = inject(WorkflowLiveStore);
  protected readonly session = inject(SessionStore);
  protected readonly now = injectNow(1_000);
  protected readonly progressTone = progressTone;
  readonly #title = inject(Title);

  readonly workflowId = input.required<string>();

  protected readonly status = computed(() => describeWorkflowStatus(this.store.workflow()?.status ?? 'started'));
  /** A finished workflow opened later has nothing live to show. */
  protected readonly hasOutput = computed(() => {
    const status = this.store.workflow()?.status;
    return this.store.turns().length > 0 || (status !== undefined && !isFinished(status));
  });
  protected readonly elapsedMs = computed(() => {
    const workflow = this.store.workflow();
    if (workflow === null) return 0;
    const end = workflow.finished_at === null ? this.now() : Date.parse(workflow.finished_at);
    return end - Date.parse(workflow.started_at);
  });

  constructor() {
    effect(() => {
      this.workflowId();
      untracked(() => this.load());
    });
    effect(() => {
      const title = this.store.workflow()?.title;
      if (title !== undefined) this.#title.setTitle(`${title} · BotArmy`);
    });
  }

  protected load(): void {
    void this.store.load(this.workflowId());
  }
}
