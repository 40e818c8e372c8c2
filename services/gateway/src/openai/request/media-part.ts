import type { ModelPart } from '@botarmy/contracts';

import { requestFault } from './request-fault';

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w=.+-]+)*;base64,/;

/** An image or file behind an address, or inside a data URL. */
export function mediaPart(type: 'image' | 'file', url: string, path: string, filename?: string): ModelPart {
  const name = filename === undefined ? {} : { filename };
  if (!url.startsWith('data:')) {
    if (!/^https?:\/\//i.test(url) || url.length > 4_096) {
      throw requestFault('invalid-value', path, `Invalid value for '${path}': send an http(s) address or a data URL.`);
    }
    return { type, url, ...name };
  }
  const [head, mediaType] = DATA_URL.exec(url.slice(0, 256)) ?? [];
  if (head === undefined || mediaType === undefined) {
    throw requestFault(
      'invalid-value',
      path,
      `Invalid value for '${path}': send the data as data:<type>;base64,<data>.`,
    );
  }
  return { type, media_type: mediaType, data: url.slice(head.length), ...name };
}
