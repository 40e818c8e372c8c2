import type { ProviderPiece } from './provider';

/** What a provider's reader makes of these events, which tests write down as plain objects. */
export async function readPieces<TEvent>(
  readStream: (events: AsyncIterable<TEvent>) => AsyncIterable<ProviderPiece>,
  events: readonly unknown[],
): Promise<ProviderPiece[]> {
  const stream = async function* (): AsyncGenerator<TEvent> {
    yield* events as readonly TEvent[];
  };
  const pieces: ProviderPiece[] = [];
  for await (const piece of readStream(stream())) pieces.push(piece);
  return pieces;
}
