import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { FieldError, Input, Label, Textarea } from '@ui/field/field';

import { SessionStore } from '../../../session/session-store';
import type { HitlRequestView } from '../data/approval';
import { askedOf, controlOf, typedOf, valueOf } from '../data/question';
import type { AskedQuestion } from '../data/question';
import { ApprovalDetailStore } from './approval-detail-store';

/** Questions of an agent: answered one after the other, kept on the way, sent when the workflow shall go on. */
@Component({
  selector: 'app-questions-form',
  imports: [Button, Card, FieldError, Input, Label, Textarea],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './questions-form.html',
})
export class QuestionsForm {
  protected readonly store = inject(ApprovalDetailStore);
  protected readonly session = inject(SessionStore);

  readonly request = input.required<HitlRequestView>();

  protected readonly mayAnswer = computed(() => this.session.can('approver'));
  /** By id of the question; what others answered meanwhile replaces what is not typed anew here. */
  protected readonly typed = linkedSignal<HitlRequestView, Readonly<Record<string, string>>>({
    source: this.request,
    computation: ({ answers = [] }, before) => {
      const kept = Object.fromEntries(answers.map(({ question_id, answer }) => [question_id, typedOf(answer)]));
      return { ...kept, ...(before === undefined ? {} : this.#own(before.value)) };
    },
  });
  readonly #changed = signal<ReadonlySet<string>>(new Set());
  protected readonly wasSubmitted = signal(false);
  protected readonly questions = computed(() => askedOf(this.request().questions ?? [], this.typed()));
  protected readonly open = computed(() => this.questions().filter((question) => !this.#isAnswered(question)));
  protected readonly missing = computed(
    () =>
      new Set(this.open().flatMap(({ id, required, default: preset }) => (required && preset === undefined ? id : []))),
  );
  protected readonly answeredBy = computed(
    () => new Map((this.request().answers ?? []).map(({ question_id, answered_by_name: name }) => [question_id, name])),
  );
  /** One key for each thing meant: pressing again after a lost answer repeats it, changing an answer does not. */
  readonly #intent = computed(() => {
    this.typed();
    return crypto.randomUUID();
  });

  protected readonly controlOf = controlOf;
  protected readonly show = typedOf;

  protected answer(id: string, text: string): void {
    this.typed.update((typed) => ({ ...typed, [id]: text }));
    this.#changed.update((changed) => new Set(changed).add(id));
  }

  protected isInvalid(question: AskedQuestion): boolean {
    return (this.typed()[question.id] ?? '').trim() !== '' && !this.#isAnswered(question);
  }

  protected async send(goesOn: boolean): Promise<void> {
    this.wasSubmitted.set(true);
    const isBroken = this.questions().some((question) => this.isInvalid(question));
    if (isBroken || (goesOn && this.missing().size > 0)) return;
    const typed = this.typed();
    const answers = this.questions().flatMap((question) => {
      const answer = valueOf(question, typed[question.id] ?? '');
      return answer === undefined ? [] : [{ question_id: question.id, answer }];
    });
    await this.store.submitAnswers(answers, goesOn, this.#intent() + (goesOn ? '' : '-wait'));
  }

  protected async decline(): Promise<void> {
    await this.store.answer('rejected', '', this.#intent() + '-decline');
  }

  #own(typed: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(typed).filter(([id]) => this.#changed().has(id)));
  }

  #isAnswered(question: AskedQuestion): boolean {
    return valueOf(question, this.typed()[question.id] ?? '') !== undefined;
  }
}
