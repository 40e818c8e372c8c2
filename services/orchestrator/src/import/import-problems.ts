import { Problem } from '@botarmy/chassis';
import { BundleError, HistoryError } from '@botarmy/process-engine';

/** A bundle that is refused, in the words of a problem; other errors as they are. */
export function bundleProblem(error: unknown): unknown {
  if (error instanceof BundleError) return refusedBundle(error.code, error.message);
  if (error instanceof HistoryError)
    return refusedBundle('bundle-invalid', 'The events are not those of a run: export it again.');
  return error;
}

/** 422: nothing of the bundle was taken. */
export function refusedBundle(code: string, detail: string): Problem {
  return new Problem({ status: 422, code, title: 'The bundle is refused', detail });
}

/** 409: the parts do not follow each other. */
export function partOutOfOrder(received: number): Problem {
  return new Problem({
    status: 409,
    code: 'import-out-of-order',
    title: 'A part is missing',
    detail: `${received} lines have arrived: go on with from_line ${received}.`,
  });
}

export function unknownImport(): Problem {
  return new Problem({
    status: 404,
    code: 'import-not-found',
    title: 'Not found',
    detail: 'There is no such import, or nobody went on with it for an hour: begin again without import_id.',
  });
}
