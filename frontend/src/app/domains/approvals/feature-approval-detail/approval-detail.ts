import { ChangeDetectionStrategy, Component, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterLink } from '@angular/router';
import { LucideArrowDown, LucideArrowRight, LucideFlaskConical } from '@lucide/angular';
import { BrnTabs } from '@spartan-ng/brain/tabs';
import { Badge } from '@ui/badge/badge';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Skeleton } from '@ui/skeleton/skeleton';
import { Status } from '@ui/status/status';
import { Tab, TabPanel, TabsList } from '@ui/tabs/tabs';

import { IdAsNamePipe, InstantPipe } from '../../../format/format-pipes';
import { ProblemPanel } from '../../../problem-panel/problem-panel';
import { DocumentContent } from '../../artifacts/ui/document-content/document-content';
import { describeApprovalStatus } from '../data/approval-status';
import { AnswerForm } from './answer-form';
import { AnswerRecord } from './answer-record';
import { ApprovalDetailStore } from './approval-detail-store';
import { QuestionsForm } from './questions-form';

/** A question to people with the documents it is about. */
@Component({
  selector: 'app-approval-detail',
  imports: [
    AnswerForm,
    AnswerRecord,
    Badge,
    BrnTabs,
    Button,
    Card,
    DocumentContent,
    IdAsNamePipe,
    InstantPipe,
    LucideArrowDown,
    LucideArrowRight,
    LucideFlaskConical,
    ProblemPanel,
    QuestionsForm,
    RouterLink,
    Skeleton,
    Status,
    Tab,
    TabPanel,
    TabsList,
  ],
  providers: [ApprovalDetailStore],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './approval-detail.html',
})
export class ApprovalDetail {
  protected readonly store = inject(ApprovalDetailStore);
  protected readonly describe = describeApprovalStatus;
  readonly #title = inject(Title);

  readonly requestId = input.required<string>();

  /** Version id of the document in view: the newest-named one first, as it is usually what was just written. */
  protected readonly shownDocument = linkedSignal<string | undefined>(
    () => this.store.request()?.artifact_versions.at(-1)?.version_id,
  );

  constructor() {
    effect(() => {
      const requestId = this.requestId();
      untracked(() => void this.store.load(requestId));
    });
    effect(() => {
      const versionId = this.shownDocument();
      if (versionId !== undefined) untracked(() => void this.store.loadDocument(versionId));
    });
    effect(() => {
      const title = this.store.request()?.title;
      if (title !== undefined) this.#title.setTitle(`${title} · BotArmy`);
    });
  }

  protected goTo(place: HTMLElement): void {
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  }
}
