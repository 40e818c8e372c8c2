import { once } from 'node:events';
import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';

import { startDeadline } from '@botarmy/chassis';
import type { Clock } from '@botarmy/chassis';

import { ScanFailedError, Scanner } from './scanner';
import type { ScannerVersion, ScanVerdict } from './scanner';

/** A reply is one short line; more than this is none. */
const MAX_REPLY_BYTES = 4_096;
const CHUNK_BYTES = 65_536;
const VERSION_DEADLINE_MS = 2_000;

type Sender = (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;

/** How to reach clamd. */
export interface ClamdSettings {
  /** `host:port` or `unix:/path`. */
  readonly address: string;
  /** Milliseconds from the first byte of a connection to the verdict. */
  readonly deadlineMs: number;
}

/**
 * A client of ClamAV's daemon: one connection per file, `INSTREAM` (https://docs.clamav.net, clamd): chunks with their length in four
 * bytes, big-endian, an empty one at the end. Every conversation has one deadline; only a reply that is exactly as documented counts.
 */
export class ClamdScanner extends Scanner {
  readonly isConfigured = true;
  private readonly target: NetConnectOpts;

  constructor(
    private readonly settings: ClamdSettings,
    private readonly clock: Clock,
  ) {
    super();
    this.target = targetOf(settings.address);
  }

  async scan(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ScanVerdict> {
    const reply = await this.converse(async (write) => {
      await write(Buffer.from('zINSTREAM\0'));
      for await (const piece of pieces) {
        for (let start = 0; start < piece.length; start += CHUNK_BYTES) {
          const chunk = piece.subarray(start, start + CHUNK_BYTES);
          await write(lengthOf(chunk.length));
          await write(chunk);
        }
      }
      await write(lengthOf(0));
    }, this.settings.deadlineMs);
    return verdictOf(reply);
  }

  async version(): Promise<ScannerVersion> {
    const deadlineMs = Math.min(VERSION_DEADLINE_MS, this.settings.deadlineMs);
    return versionOf(await this.converse((write) => write(Buffer.from('zVERSION\0')), deadlineMs));
  }

  private async converse(send: Sender, deadlineMs: number): Promise<string> {
    const socket = connect(this.target);
    const over = new AbortController();
    const deadline = startDeadline(this.clock, deadlineMs, () => new ScanFailedError('scanner-timeout'));
    try {
      const reply = readReply(socket);
      const sending = send(async (bytes) => {
        if (over.signal.aborted) throw new ScanFailedError('scanner-timeout');
        if (!socket.write(bytes)) await once(socket, 'drain', { signal: over.signal });
      });
      // A scanner may answer before it has read everything; what reading the file itself throws comes first.
      const failed = sending.then(
        () => reply,
        (error: unknown) => (socket.destroyed || socket.errored ? reply : Promise.reject(error as Error)),
      );
      return await Promise.race([reply, failed, deadline.expired]);
    } finally {
      deadline.cancel();
      over.abort();
      socket.destroy();
    }
  }
}

function targetOf(address: string): NetConnectOpts {
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) };
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}

/** The reply up to its NUL. Rejects when the connection ends or breaks before, or says too much. */
function readReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\0');
      if (end !== -1) resolve(text.slice(0, end));
      else if (text.length > MAX_REPLY_BYTES) reject(new ScanFailedError('scanner-refused'));
    });
    socket.on('error', (cause) => reject(new ScanFailedError('scanner-unreachable', { cause })));
    socket.on('close', () => reject(new ScanFailedError('scanner-unreachable')));
  });
}

function verdictOf(reply: string): ScanVerdict {
  if (reply === 'stream: OK') return { outcome: 'clean' };
  const [, finding] = /^stream: ([\x20-\x7e]{1,200}) FOUND$/.exec(reply) ?? [];
  if (finding !== undefined) return { outcome: 'infected', finding };
  throw new ScanFailedError('scanner-refused', { cause: new Error(reply.slice(0, 200)) });
}

/** `ClamAV 1.4.6/27821/Mon Nov 23 09:12:44 2026`; without signatures the engine alone. */
function versionOf(reply: string): ScannerVersion {
  const [engine = '', version = '', made = ''] = reply.split('/');
  if (!/^ClamAV [\x20-\x7e]{1,100}$/.test(engine)) throw new ScanFailedError('scanner-refused');
  const madeAt = new Date(`${made} UTC`);
  return {
    engine,
    signaturesVersion: /^\d{1,9}$/.test(version) ? Number(version) : null,
    signaturesMadeAt: Number.isNaN(madeAt.getTime()) ? null : madeAt,
  };
}
