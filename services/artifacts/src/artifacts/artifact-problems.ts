import { Problem } from '@botarmy/chassis';
import type { FieldProblem } from '@botarmy/chassis';

import { BlobDamagedError, BlobMissingError } from '../blobs/blob-store';

/** The same words for an artifact that never was, one of another tenant, and a version that does not exist. */
export function artifactNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'artifact-not-found',
    title: 'Artifact not found',
    detail: 'Check the id: list the artifacts of the workflow.',
  });
}

/** Fields of a request that no stored version may have. */
export function invalidFields(...errors: FieldProblem[]): Problem {
  return new Problem({
    status: 400,
    code: 'validation-failed',
    title: 'Validation failed',
    detail: 'Correct the fields listed under "errors" and send the request again.',
    errors,
  });
}

/** Content or metadata beyond the limits. */
export function tooLarge(what: string, limitBytes: number): Problem {
  return new Problem({
    status: 413,
    code: 'artifact-too-large',
    title: 'Artifact too large',
    detail: `The ${what} may take ${limitBytes} bytes: split the document into several artifacts.`,
  });
}

/** A version was said to be built from one that its workflow does not have. */
export function unknownDependency(): Problem {
  return new Problem({
    status: 422,
    code: 'unknown-dependency',
    title: 'Unknown dependency',
    detail: 'Dependencies are version ids of the same workflow: store what a document is built from first.',
  });
}

/** The caller knows the version under another hash than it was stored with. */
export function checksumMismatch(): Problem {
  return new Problem({
    status: 409,
    code: 'checksum-mismatch',
    title: 'Checksum mismatch',
    detail: 'The version was stored with another SHA-256: read the reference of the artifact again.',
  });
}

/** What the blob store threw, as a problem; anything it did not foresee stays what it was. */
export function blobProblem(cause: unknown): unknown {
  if (cause instanceof BlobDamagedError || cause instanceof BlobMissingError) {
    return new Problem({
      status: 500,
      code: 'artifact-corrupt',
      title: 'Artifact corrupt',
      detail: 'The stored bytes are lost or changed and are not shown: restore the blob from a backup.',
      cause,
    });
  }
  if (['ENOSPC', 'EDQUOT'].includes((cause as NodeJS.ErrnoException).code ?? '')) {
    return new Problem({
      status: 507,
      code: 'storage-full',
      title: 'Storage full',
      detail: 'There is no room for another artifact: make room, then send the same request again.',
      cause,
    });
  }
  return cause;
}
