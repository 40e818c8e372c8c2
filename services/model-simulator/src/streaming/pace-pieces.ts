import type { Clock } from '@botarmy/chassis';

/** Tokens per event when no rate is asked for. */
const UNPACED_GROUP = 8;
/** Shortest time between two events when a rate is asked for, in seconds. */
const SHORTEST_PAUSE = 0.02;

/** Yields the pieces in groups, each when its last token is due. With rate 0 without any waiting. */
export async function* pacePieces(
  pieces: readonly string[],
  tokensPerSecond: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<{ text: string; upTo: number }> {
  const size = tokensPerSecond > 0 ? Math.max(1, Math.round(tokensPerSecond * SHORTEST_PAUSE)) : UNPACED_GROUP;
  const startedAt = clock.monotonicMs();
  for (let at = 0; at < pieces.length; at += size) {
    const group = pieces.slice(at, at + size);
    if (tokensPerSecond > 0) {
      const waitMs = startedAt + ((at + group.length) * 1000) / tokensPerSecond - clock.monotonicMs();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
    }
    yield { text: group.join(''), upTo: at + group.length };
  }
}
