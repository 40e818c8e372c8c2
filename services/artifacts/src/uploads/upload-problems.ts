import { Problem } from '@botarmy/chassis';

import type { TypeRefused } from './inspection/inspect-upload';
import type { ArchiveRefused } from './inspection/unpacking-budget';
import { KINDS_OF_FILES } from './inspection/upload-kinds';

/** The same words for an upload that never was, one of another tenant, and one that was removed. */
export function uploadNotFound(): Problem {
  return new Problem({
    status: 404,
    code: 'upload-not-found',
    title: 'Upload not found',
    detail: 'Check the id: list the uploads.',
  });
}

/** It waits for the scanner, or was found infected. */
export function uploadNotReleased(status: string): Problem {
  const isInfected = status === 'infected';
  return new Problem({
    status: 409,
    code: isInfected ? 'upload-infected' : 'upload-not-released',
    title: isInfected ? 'Upload infected' : 'Upload not released',
    detail: isInfected
      ? 'The scanner found malware in this file and its bytes were removed: clean the file and upload it again.'
      : 'The scan of this file is pending: ask again when its status is "clean".',
    members: { upload_status: status },
  });
}

/** There is no text to be read. */
export function uploadWithoutText(): Problem {
  return new Problem({
    status: 409,
    code: 'upload-without-text',
    title: 'Upload without text',
    detail: 'No text could be read from this file: upload it as Markdown, text, PDF with text, docx, xlsx or csv.',
  });
}

/** The pieces do not follow one another, or the file is not what was announced. */
export function uploadIncomplete(): Problem {
  return new Problem({
    status: 409,
    code: 'upload-incomplete',
    title: 'Upload incomplete',
    detail: 'The file did not arrive as it was sent: upload it again.',
  });
}

/** The same idempotency key is uploading at this moment. */
export function uploadInProgress(): Problem {
  return new Problem({
    status: 409,
    code: 'upload-in-progress',
    title: 'Upload in progress',
    detail: 'A file is being uploaded under this Idempotency-Key: wait for its answer or use another key.',
    retryAfterMs: 1_000,
  });
}

/** More bytes than a file may have. */
export function uploadTooLarge(maxBytes: number): Problem {
  return new Problem({
    status: 413,
    code: 'upload-too-large',
    title: 'Upload too large',
    detail: `A file may have ${maxBytes} bytes: split it, or have an administrator raise UPLOAD_MAX_BYTES.`,
    members: { max_bytes: maxBytes },
  });
}

/** The hour's uploads are used up. */
export function uploadRateExceeded(waitSeconds: number): Problem {
  return new Problem({
    status: 429,
    code: 'upload-rate-exceeded',
    title: 'Too many uploads',
    detail: 'The uploads of this hour are used up: wait as long as Retry-After says.',
    retryAfterMs: waitSeconds * 1_000,
  });
}

/** Nothing may be taken that nobody can scan. */
export function scannerMissing(): Problem {
  return new Problem({
    status: 503,
    code: 'scanner-not-configured',
    title: 'No scanner',
    detail:
      'Uploads need a virus scanner: an administrator sets CLAMD_ADDRESS, or UPLOAD_UNSCANNED=allow to do without.',
  });
}

/** The file is none of the kinds that are taken, or not what it says it is. */
export function typeRefused({ reason, found }: TypeRefused): Problem {
  const isUnknown = reason === 'not-allowed';
  const extensions = KINDS_OF_FILES.map(({ extensions: [first = ''] }) => `.${first}`).join(', ');
  return new Problem({
    status: 415,
    code: isUnknown ? 'upload-type-not-allowed' : 'upload-type-mismatch',
    title: isUnknown ? 'Kind of file not allowed' : 'File is not what it says',
    detail: isUnknown
      ? `This file is not taken: ${found}. Files may be ${extensions}.`
      : `Name, stated type and bytes of a file must agree: ${found}.`,
  });
}

/** An archive that would harm whoever unpacks it. */
export function archiveRefused({ fault, found }: ArchiveRefused): Problem {
  return new Problem({
    status: 422,
    code: fault,
    title: 'Archive refused',
    detail: `This archive is not taken: ${found}. Pack the files anew, or upload them one by one.`,
  });
}
