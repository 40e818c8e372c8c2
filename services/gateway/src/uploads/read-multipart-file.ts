import type { Readable } from 'node:stream';

import type { FastifyRequest } from 'fastify';

import { Problem } from '@botarmy/chassis';

/** A file on its way in: its bytes are read as they come. */
export interface ArrivingFile {
  readonly name: string;
  readonly statedType: string;
  readonly bytes: Readable;
}

/** The field of the form that holds the file. */
const FIELD = 'file';
const LIMITS = { files: 1, fields: 0, parts: 1, headerPairs: 20, fileSize: Number.POSITIVE_INFINITY } as const;

/**
 * The one file of a form, unread.
 * @throws {Problem} 415 for a body that is no form, 400 for a form without the field `file` or with others.
 */
export async function readMultipartFile(request: FastifyRequest): Promise<ArrivingFile> {
  if (!request.isMultipart()) throw notAForm();
  try {
    // The name is only shown, and made harmless by whoever keeps it: what the client sent goes there whole.
    const part = await request.file({ limits: LIMITS, preservePath: true });
    if (part === undefined) throw fileMissing();
    if (part.fieldname !== FIELD) {
      part.file.resume();
      throw fileMissing();
    }
    return { name: part.filename.slice(0, 1_000), statedType: part.mimetype.slice(0, 200), bytes: part.file };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw fileMissing(error);
  }
}

function notAForm(): Problem {
  return new Problem({
    status: 415,
    code: 'unsupported-media-type',
    title: 'Unsupported media type',
    detail: 'Send the file as multipart/form-data in the field "file".',
  });
}

function fileMissing(cause?: unknown): Problem {
  return new Problem({
    status: 400,
    code: 'upload-malformed',
    title: 'No file',
    detail: 'Send a form with one file in the field "file", and no other fields.',
    cause,
  });
}
