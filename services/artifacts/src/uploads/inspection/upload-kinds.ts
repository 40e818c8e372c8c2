import type { UploadKind } from '@botarmy/contracts';

/** What is known of a kind of file. */
export interface KindOfFile {
  readonly kind: UploadKind;
  readonly mediaType: string;
  readonly extensions: readonly string[];
  /** Types a client may state for it, besides `mediaType` and those that say nothing. */
  readonly alsoStated: readonly string[];
  /** What the bytes are. */
  readonly bytes: 'text' | 'pdf' | 'zip' | 'gzip';
}

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Every kind that is taken. */
export const KINDS_OF_FILES: readonly KindOfFile[] = [
  {
    kind: 'markdown',
    mediaType: 'text/markdown',
    extensions: ['md', 'markdown'],
    alsoStated: ['text/x-markdown', 'text/plain'],
    bytes: 'text',
  },
  { kind: 'text', mediaType: 'text/plain', extensions: ['txt', 'text', 'log'], alsoStated: [], bytes: 'text' },
  {
    kind: 'csv',
    mediaType: 'text/csv',
    extensions: ['csv'],
    // Windows states the type of the program that opens it.
    alsoStated: ['text/plain', 'application/csv', 'application/vnd.ms-excel'],
    bytes: 'text',
  },
  {
    kind: 'json',
    mediaType: 'application/json',
    extensions: ['json'],
    alsoStated: ['text/json', 'text/plain'],
    bytes: 'text',
  },
  {
    kind: 'yaml',
    mediaType: 'application/yaml',
    extensions: ['yaml', 'yml'],
    alsoStated: ['application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain'],
    bytes: 'text',
  },
  { kind: 'pdf', mediaType: 'application/pdf', extensions: ['pdf'], alsoStated: [], bytes: 'pdf' },
  {
    kind: 'docx',
    mediaType: `${OFFICE}.wordprocessingml.document`,
    extensions: ['docx'],
    alsoStated: ['application/zip'],
    bytes: 'zip',
  },
  {
    kind: 'xlsx',
    mediaType: `${OFFICE}.spreadsheetml.sheet`,
    extensions: ['xlsx'],
    alsoStated: ['application/zip'],
    bytes: 'zip',
  },
  {
    kind: 'zip',
    mediaType: 'application/zip',
    extensions: ['zip'],
    alsoStated: ['application/x-zip-compressed', 'application/x-zip'],
    bytes: 'zip',
  },
  {
    kind: 'gzip',
    mediaType: 'application/gzip',
    extensions: ['gz', 'tgz'],
    alsoStated: ['application/x-gzip', 'application/x-compressed-tar', 'application/x-tgz'],
    bytes: 'gzip',
  },
];

/** Types that state nothing. */
const SILENT = new Set(['', 'application/octet-stream', 'binary/octet-stream']);

/** The kind an extension stands for. */
export function kindOfName(name: string): KindOfFile | undefined {
  const extension = name.toLowerCase().split('.').at(-1) ?? '';
  return name.includes('.') ? KINDS_OF_FILES.find(({ extensions }) => extensions.includes(extension)) : undefined;
}

/** True when what the client stated agrees with a kind. Parameters such as a character set do not count. */
export function isStatedFor(stated: string, { mediaType, alsoStated }: KindOfFile): boolean {
  const type = (stated.split(';')[0] ?? '').trim().toLowerCase();
  return SILENT.has(type) || type === mediaType || alsoStated.includes(type);
}
