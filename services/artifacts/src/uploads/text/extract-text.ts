import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { startDeadline } from '@botarmy/chassis';
import type { Clock } from '@botarmy/chassis';
import type { UploadKind, UploadTextStatus } from '@botarmy/contracts';

import { textOfBytes } from '../inspection/is-text';

/** The text of a file, or why there is none. */
export interface ExtractedText {
  readonly status: Exclude<UploadTextStatus, 'waiting'>;
  readonly text: string;
  /** True when the file holds more than is kept. */
  readonly isCut: boolean;
}

/** What is kept of a text: it travels in one message of the broker. */
export const MAX_TEXT_BYTES = 262_144;
const MAX_MEGABYTES = 256;

const PLAIN: ReadonlySet<UploadKind> = new Set(['markdown', 'text', 'json', 'yaml']);
const IN_THREAD: ReadonlySet<UploadKind> = new Set(['pdf', 'docx', 'xlsx', 'csv']);

/** Makes text of files: plain ones here, parsed ones in a thread of their own with bounded time and memory. */
export class TextExtractor {
  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** Never throws for what a file holds: it then has no text. */
  async extract(kind: UploadKind, bytes: Buffer): Promise<ExtractedText> {
    if (PLAIN.has(kind)) return kept(textOfBytes(bytes));
    if (!IN_THREAD.has(kind)) return { status: 'none', text: '', isCut: false };
    return kept(await this.inThread(kind, bytes));
  }

  private async inThread(kind: UploadKind, bytes: Buffer): Promise<string | undefined> {
    const worker = new Worker(join(__dirname, `extract-in-worker${extname(__filename)}`), {
      workerData: { kind, bytes: new Uint8Array(bytes), maxCharacters: MAX_TEXT_BYTES },
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      // Nothing of the service: no secrets, no output.
      env: {},
      execArgv: ['--no-warnings'],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    const deadline = startDeadline(this.clock, this.timeoutMs, () => new Error('the text took too long'));
    try {
      return await Promise.race([answerOf(worker), deadline.expired]);
    } catch {
      return undefined;
    } finally {
      deadline.cancel();
      await worker.terminate();
    }
  }
}

/** Rejects when the thread fails, runs out of memory, or ends without a word. */
function answerOf(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: { text?: unknown; error?: unknown }) => {
      if (typeof answer.text === 'string') resolve(answer.text);
      else reject(new Error(String(answer.error)));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread ended with ${code}`)));
  });
}

/** Line ends of one kind, no control characters, at most so many bytes. */
function kept(text: string | undefined): ExtractedText {
  if (text === undefined) return { status: 'failed', text: '', isCut: false };
  const tidy = text
    .replace(/\r\n?/g, '\n')
    // Line feed and tab stay.
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .toWellFormed();
  const bytes = Buffer.from(tidy, 'utf8');
  if (bytes.length <= MAX_TEXT_BYTES) return { status: 'extracted', text: tidy, isCut: false };
  const cut = bytes.subarray(0, MAX_TEXT_BYTES).toString('utf8');
  // The last character may have been cut in two.
  return { status: 'extracted', text: cut.replace(/\uFFFD$/, ''), isCut: true };
}
