import { readdirSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

import { unzipSync } from 'fflate';

/** The file that every scanner knows (eicar.org), in two halves so that no scanner takes this source for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Speaks enough of clamd's protocol to find the test file, plain and packed. It is no scanner. */
export async function startScanner(port = 0): Promise<Server> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (part: Buffer) => {
      received = Buffer.concat([received, part]);
      const chunks: Buffer[] = [];
      for (let at = 'zINSTREAM\0'.length; at + 4 <= received.length;) {
        const length = received.readUInt32BE(at);
        if (length === 0) {
          socket.end(holdsEicar(Buffer.concat(chunks)) ? 'stream: Eicar FOUND\0' : 'stream: OK\0');
          return;
        }
        chunks.push(received.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** `host:port` of a scanner. */
export function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function holdsEicar(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes);
  if (buffer.includes(EICAR)) return true;
  if (buffer[0] === 0x1f && buffer[1] === 0x8b) return holdsEicar(gunzipSync(buffer));
  return buffer.subarray(0, 2).toString('latin1') === 'PK' && Object.values(unzipSync(buffer)).some(holdsEicar);
}

/** Bytes of all files below a folder. */
export function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(folder, name)));
  return files.filter((file) => file.isFile()).reduce((sum, { size }) => sum + size, 0);
}

/** Sends a file of so many mebibytes, without saying how long it is, until the other side has answered. */
export async function sendEndless(
  url: string,
  token: string,
  mebibytes: number,
): Promise<{ status: number; sent: number }> {
  const chunk = Buffer.alloc(1_048_576, 97);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=x' };
  let sent = 0;
  const status = await new Promise<number>((resolve, reject) => {
    const sending = httpRequest(`${url}/api/uploads`, { method: 'POST', headers });
    sending.on('response', (response) => void readText(response).then(() => resolve(response.statusCode ?? 0), reject));
    // The other side closes while this one still writes.
    sending.on('error', () => undefined);
    sending.on('close', () => reject(new Error('closed without an answer')));
    sending.write('--x\r\nContent-Disposition: form-data; name="file"; filename="huge.txt"\r\n\r\n');
    const more = (): void => {
      for (; sent < mebibytes && !sending.destroyed; sent += 1) {
        if (!sending.write(chunk)) return void sending.once('drain', more);
      }
    };
    more();
  });
  return { status, sent };
}
