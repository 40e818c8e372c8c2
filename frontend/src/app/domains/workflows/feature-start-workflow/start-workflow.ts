import { ChangeDetectionStrategy, Component, ElementRef, inject, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { LucideFlaskConical } from '@lucide/angular';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Empty } from '@ui/empty/empty';
import { FieldError, Label, Textarea } from '@ui/field/field';
import { Skeleton } from '@ui/skeleton/skeleton';

import { CountPipe } from '../../../format/format-pipes';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { SessionStore } from '../../../session/session-store';
import { BRIEF_LIMIT, StartWorkflowStore } from './start-workflow-store';

/** A brief and a process become a workflow. */
@Component({
  selector: 'app-start-workflow',
  imports: [
    Badge,
    Button,
    Card,
    CountPipe,
    Empty,
    FieldError,
    Label,
    LucideFlaskConical,
    ProblemPanel,
    RouterLink,
    Skeleton,
    Textarea,
  ],
  providers: [StartWorkflowStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './start-workflow.html',
})
export class StartWorkflow {
  protected readonly store = inject(StartWorkflowStore);
  protected readonly session = inject(SessionStore);
  protected readonly briefLimit = BRIEF_LIMIT;
  readonly #router = inject(Router);
  private readonly briefControlElement = viewChild<ElementRef<HTMLTextAreaElement>>('briefControl');

  constructor() {
    if (this.session.can('operator')) void this.store.load();
  }

  protected async start(): Promise<void> {
    const workflowId = await this.store.start();
    if (workflowId !== undefined) await this.#router.navigate(['/workflows', workflowId]);
    else if (this.store.briefError() !== '') this.briefControlElement()?.nativeElement.focus();
  }

  /** Control or command and Enter send, as in every text box that does not send on Enter alone. */
  protected pressed(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.start();
  }
}
