import { Injectable } from '@nestjs/common';

import { Problem } from '@botarmy/chassis';
import { getUpload, readUploadText } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';
import { Asker } from '@botarmy/messaging';

import type { AttachedFile } from '../store/new-message';

/** Characters of all files of a message that a model is given. */
const MOST_CHARACTERS = 12_000;

/** Reads the files that come with a message, as far as a model is to know them. */
@Injectable()
export class ReadAttachments {
  constructor(private readonly asker: Asker) {}

  /** @throws {Problem} 404 for what the tenant did not upload; 409 for what was not released by the scan. */
  async read(uploadIds: readonly string[], caller: Caller): Promise<AttachedFile[]> {
    const uploads = await Promise.all(uploadIds.map((upload_id) => this.asker.ask(getUpload, { upload_id }, caller)));
    const held = uploads.find(({ status }) => status !== 'clean' && status !== 'unscanned');
    if (held !== undefined) throw notReleased(held.id, held.status);
    const files: AttachedFile[] = [];
    let left = MOST_CHARACTERS;
    for (const { id, name, text_characters } of uploads) {
      if (text_characters === 0 || left <= 0) continue;
      const { text } = await this.asker.ask(readUploadText, { upload_id: id }, caller);
      files.push({ name, text: text.slice(0, left).toWellFormed().replaceAll('\0', '\uFFFD') });
      left -= text.length;
    }
    return files;
  }
}

function notReleased(id: string, status: string): Problem {
  return new Problem({
    status: 409,
    code: 'upload-not-released',
    title: 'Upload not released',
    detail: `The upload ${id} is ${status}: send the message again once it is released, or without it.`,
  });
}
