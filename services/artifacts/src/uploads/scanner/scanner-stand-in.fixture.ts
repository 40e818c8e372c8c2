import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

import { unzipSync } from 'fflate';

/** The test file every scanner knows (eicar.org), in two halves so that no scanner takes this source for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** How the stand-in behaves: as it should, silent, silent and deaf, or with words of its own. */
export type Mood = 'well' | 'silent' | 'deaf' | 'hangs-up' | { readonly says: string };

/** Speaks clamd's protocol on a free port and finds the test file, plain and packed. It is no scanner: it knows nothing else. */
export class ScannerStandIn {
  mood: Mood = 'well';
  version = 'ClamAV 1.4.6/27821/Mon Nov 23 09:12:44 2026';
  scanned = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(port = 0): Promise<ScannerStandIn> {
    const server = createServer();
    const standIn = new ScannerStandIn(server);
    server.on('connection', (socket) => standIn.serve(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return standIn;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.mood === 'deaf') return void socket.pause();
    if (this.mood === 'hangs-up') return void socket.destroy();
    let received = Buffer.alloc(0);
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      const reply = this.replyTo(received);
      if (reply === undefined || this.mood === 'silent') return;
      socket.end(`${typeof this.mood === 'object' ? this.mood.says : reply}\0`);
    });
  }

  private replyTo(received: Buffer): string | undefined {
    if (received.toString('latin1').startsWith('zVERSION\0')) return this.version;
    const file = fileOf(received.subarray('zINSTREAM\0'.length));
    if (file === undefined) return undefined;
    this.scanned += 1;
    return holdsEicar(file) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
  }
}

/** The file once its empty last chunk is there. */
function fileOf(bytes: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

function holdsEicar(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes);
  if (buffer.includes(EICAR)) return true;
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) return holdsEicar(gunzipSync(buffer));
  if (buffer.subarray(0, 2).toString('latin1') !== 'PK') return false;
  return Object.values(unzipSync(buffer)).some(holdsEicar);
}
