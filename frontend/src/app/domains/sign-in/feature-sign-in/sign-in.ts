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
import { Router } from '@angular/router';
import { LucideBot } from '@lucide/angular';
import { Button } from '@ui/button/button';
import { Card } from '@ui/card/card';
import { FieldError, Input, Label } from '@ui/field/field';

import { problemFrom } from '../../../http/problem';
import type { Problem } from '../../../http/problem';
import { SessionStore } from '../../../session/session-store';

/** Only paths of this application: a return address never leads elsewhere. */
function safeReturn(address: string | undefined): string {
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : '/';
}

/** The way in. */
@Component({
  selector: 'app-sign-in',
  imports: [Button, Card, FieldError, Input, Label, LucideBot],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './sign-in.html',
})
export class SignIn {
  protected readonly session = inject(SessionStore);
  readonly #router = inject(Router);
  private readonly emailControlElement = viewChild.required<ElementRef<HTMLInputElement>>('emailControl');
  private readonly passwordControlElement = viewChild.required<ElementRef<HTMLInputElement>>('passwordControl');

  /** Where the user wanted to go. */
  readonly return = input<string>();

  protected readonly email = signal('');
  protected readonly password = signal('');
  protected readonly wasSubmitted = signal(false);
  protected readonly isSending = signal(false);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly emailError = computed(() => (this.email().trim() === '' ? 'Enter your e-mail address.' : ''));
  protected readonly passwordError = computed(() => (this.password() === '' ? 'Enter your password.' : ''));

  protected async signIn(): Promise<void> {
    this.wasSubmitted.set(true);
    if (this.emailError() !== '') return this.emailControlElement().nativeElement.focus();
    if (this.passwordError() !== '') return this.passwordControlElement().nativeElement.focus();
    this.isSending.set(true);
    this.problem.set(null);
    try {
      await this.session.logIn(this.email().trim(), this.password());
      await this.#router.navigateByUrl(safeReturn(this.return()), { replaceUrl: true });
    } catch (error) {
      this.problem.set(problemFrom(error));
      this.passwordControlElement().nativeElement.select();
    } finally {
      this.isSending.set(false);
    }
  }
}
