import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { Status } from '@ui/status/status';

import { InstantPipe } from '../../../format/format-pipes';
import type { HitlRequestView } from '../data/approval';
import { describeApprovalStatus } from '../data/approval-status';
import { typedOf } from '../data/question';
import { ApprovalDetailStore } from './approval-detail-store';

/** What was answered, by whom and when; and, when somebody was faster than the reader, that it was. */
@Component({
  selector: 'app-answer-record',
  imports: [Button, Card, InstantPipe, RouterLink, Status],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section uiCard class="p-4" aria-labelledby="answer-title">
      <h2 id="answer-title" class="text-[0.8125rem] font-semibold">Answer</h2>
      <div role="status">
        @if (store.answerProblem()) {
          <p class="mt-2 text-warn">Your answer was not recorded: {{ store.answerProblem()?.detail }}</p>
        } @else if (store.hasResumed() === true) {
          <p class="mt-2 text-ok">Your answer is recorded. The workflow goes on.</p>
        } @else if (store.hasResumed() === false) {
          <p class="mt-2 text-ok">Your answer is recorded.</p>
        }
      </div>
      <p class="mt-3"><ui-status [label]="status().label" [tone]="status().tone" /></p>
      @if (answers().length > 0) {
        <dl class="mt-3 space-y-2">
          @for (entry of answers(); track entry.id) {
            <div>
              <dt class="text-[0.8125rem] break-words whitespace-pre-line text-muted-foreground">{{ entry.text }}</dt>
              <dd class="break-words whitespace-pre-line">{{ entry.answer }}</dd>
            </div>
          }
        </dl>
      }
      @if (request().response; as response) {
        @if (response.feedback !== '') {
          <blockquote class="mt-3 border-l-2 border-border pl-3 break-words whitespace-pre-line">
            {{ response.feedback }}
          </blockquote>
        }
        @if (response.modifications.length > 0) {
          <ul class="mt-3 list-disc pl-5">
            @for (modification of response.modifications; track $index) {
              <li>{{ modification }}</li>
            }
          </ul>
        }
        <p class="mt-3 text-[0.8125rem] text-muted-foreground">
          {{ response.answered_by_name }},
          <time [attr.datetime]="response.answered_at">{{ response.answered_at | instant }}</time>
        </p>
      } @else {
        <p class="mt-2 text-muted-foreground">The workflow no longer waits for an answer.</p>
      }
      <a uiButton class="mt-4 w-full" [routerLink]="['/workflows', request().workflow_id]">Open the workflow</a>
    </section>
  `,
})
export class AnswerRecord {
  protected readonly store = inject(ApprovalDetailStore);
  readonly request = input.required<HitlRequestView>();

  protected readonly answers = computed(() => {
    const { questions = [], answers = [] } = this.request();
    return answers.map(({ question_id: id, answer }) => ({
      id,
      text: questions.find((question) => question.id === id)?.text ?? id,
      answer: typedOf(answer),
    }));
  });
  protected readonly status = computed(() => describeApprovalStatus(this.request().status));
}
