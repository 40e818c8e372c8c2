import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { FieldError, Label, Textarea } from '@ui/field/field';

import { SessionStore } from '../../../session/session-store';
import { Shortcuts } from '../../../shortcuts/shortcuts';
import type { HitlAnswer, HitlOption } from '../data/approval';
import { ApprovalDetailStore } from './approval-detail-store';

const feedbackLimit = 4_000;

const answers: Readonly<Record<string, HitlAnswer>> = {
  approve: 'approved',
  approved: 'approved',
  modify: 'modified',
  modified: 'modified',
  reject: 'rejected',
  rejected: 'rejected',
};

const effects: Readonly<
  Record<HitlAnswer, { readonly explanation: string; readonly submit: string; readonly key: string }>
> = {
  approved: { explanation: 'The workflow goes on with these documents.', submit: 'Approve', key: 'a' },
  modified: {
    explanation: 'The agent revises its work with your feedback.',
    submit: 'Request modifications',
    key: 'm',
  },
  rejected: {
    explanation: 'The work is refused and done again from the start of the stage.',
    submit: 'Reject',
    key: 'r',
  },
};

/** Approve, ask for modifications or reject. Who may not answer reads why instead. */
@Component({
  selector: 'app-answer-form',
  imports: [Button, Card, FieldError, Label, Textarea],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './answer-form.html',
})
export class AnswerForm {
  protected readonly store = inject(ApprovalDetailStore);
  protected readonly session = inject(SessionStore);
  private readonly feedbackControlElement = viewChild<ElementRef<HTMLTextAreaElement>>('feedbackControl');

  readonly options = input.required<readonly HitlOption[]>();

  protected readonly feedbackLimit = feedbackLimit;
  protected readonly answer = signal<HitlAnswer | undefined>(undefined);
  protected readonly feedback = signal('');
  protected readonly wasSubmitted = signal(false);
  protected readonly mayAnswer = computed(() => this.session.can('approver'));
  protected readonly choices = computed(() =>
    this.options().flatMap(({ value, label }) => {
      const answer = answers[value];
      return answer === undefined ? [] : [{ answer, label, ...effects[answer] }];
    }),
  );
  protected readonly submitLabel = computed(() => {
    const answer = this.answer();
    return answer === undefined ? 'Send answer' : effects[answer].submit;
  });
  protected readonly answerError = computed(() => (this.answer() === undefined ? 'Choose an answer.' : ''));
  protected readonly feedbackError = computed(() => {
    if (this.feedback().length > feedbackLimit) return `Shorten the feedback to ${feedbackLimit} characters.`;
    const needsFeedback = this.answer() === 'modified' || this.answer() === 'rejected';
    return needsFeedback && this.feedback().trim() === ''
      ? 'Say what has to change: the agent works from your words.'
      : '';
  });
  /** One key for each thing meant: pressing the button again after a lost answer repeats it, changing the answer does not. */
  readonly #intent = computed(() => {
    this.answer();
    this.feedback();
    return crypto.randomUUID();
  });

  constructor() {
    if (!this.mayAnswer()) return;
    inject(Shortcuts).register(
      { keys: 'a', label: 'Choose approve', run: () => this.choose('approved') },
      { keys: 'm', label: 'Choose modifications', run: () => this.choose('modified') },
      { keys: 'r', label: 'Choose reject', run: () => this.choose('rejected') },
    );
  }

  protected choose(answer: HitlAnswer): void {
    if (!this.choices().some((choice) => choice.answer === answer)) return;
    this.answer.set(answer);
    if (answer !== 'approved') setTimeout(() => this.feedbackControlElement()?.nativeElement.focus());
  }

  protected async send(): Promise<void> {
    this.wasSubmitted.set(true);
    const answer = this.answer();
    if (answer === undefined || this.feedbackError() !== '') return;
    await this.store.answer(answer, this.feedback().trim(), this.#intent());
  }
}
