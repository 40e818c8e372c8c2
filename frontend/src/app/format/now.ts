import { DestroyRef, inject, signal } from '@angular/core';
import type { Signal } from '@angular/core';

/** The current time in milliseconds, renewed every `periodMs` for as long as the injecting component lives. */
export function injectNow(periodMs: number): Signal<number> {
  const now = signal(Date.now());
  const timer = setInterval(() => now.set(Date.now()), periodMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
  return now.asReadonly();
}
