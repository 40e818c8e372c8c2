import type { Clock } from '@botarmy/chassis';

import { ProviderFailure } from '../providers/provider-failure';

/** Runs `fn` with a signal that is aborted, always with a `ProviderFailure`, when the time is over or the asker leaves. */
export async function withinLimits<TResult>(
  clock: Clock,
  timeoutMs: number,
  asker: AbortSignal,
  fn: (signal: AbortSignal) => Promise<TResult>,
): Promise<TResult> {
  const stop = new AbortController();
  const cancel = (): void =>
    stop.abort(asker.reason instanceof ProviderFailure ? asker.reason : new ProviderFailure('cancelled'));
  const timer = clock.setTimer(timeoutMs, () => stop.abort(new ProviderFailure('call-timeout')));
  asker.addEventListener('abort', cancel, { once: true });
  if (asker.aborted) cancel();
  try {
    return await fn(stop.signal);
  } finally {
    timer.cancel();
    asker.removeEventListener('abort', cancel);
  }
}
