import type { AttemptFailure } from '@botarmy/process-engine';

import { tooLarge } from './refusals';

/** A fetch that ends answers beyond the limit, and says afterwards whether it did. */
export interface BoundedFetch {
  readonly fetch: typeof globalThis.fetch;
  refusal(): AttemptFailure | undefined;
}

/** Counts the bytes of all answers together. */
export function boundedFetch(maxBytes: number, what: string, signal: AbortSignal): BoundedFetch {
  let bytes = 0;
  let refusal: AttemptFailure | undefined;
  const count = (): TransformStream<Uint8Array, Uint8Array> =>
    new TransformStream({
      transform(piece, controller) {
        bytes += piece.byteLength;
        if (bytes <= maxBytes) return controller.enqueue(piece);
        refusal = tooLarge(`The answer of ${what}`, `${maxBytes} bytes`);
        controller.error(refusal);
      },
    });
  return {
    fetch: async (input, init) => {
      const own = init?.signal;
      const response = await fetch(input, { ...init, signal: own ? AbortSignal.any([own, signal]) : signal });
      if (response.body === null) return response;
      const { status, statusText, headers } = response;
      return new Response(response.body.pipeThrough(count()), { status, statusText, headers });
    },
    refusal: () => refusal,
  };
}
