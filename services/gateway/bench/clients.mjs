/**
 * Many WebSocket clients in one process, as cheap as can be, so that the server is what is measured: frames are counted by their heads.
 * Commands over IPC: `open`, `stall`, `measure`, `report`, `close`.
 */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

const clients = [];
/** Milliseconds from the publishing to the arrival, while they are measured. */
let latencies;
let target = Infinity;
let onTarget;

class Client {
  events = 0;
  frames = 0;
  bytes = 0;
  isClosed = false;
  rest;

  constructor(socket) {
    this.socket = socket;
    socket.on('data', (data) => this.take(data));
    socket.on('close', () => (this.isClosed = true));
    socket.on('error', () => undefined);
  }

  send(message) {
    const text = Buffer.from(JSON.stringify(message));
    const mask = randomBytes(4);
    const masked = text.map((byte, at) => byte ^ mask[at % 4]);
    const head = text.length < 126 ? [0x81, 0x80 | text.length] : [0x81, 0xfe, text.length >> 8, text.length & 255];
    this.socket.write(Buffer.concat([Buffer.from(head), mask, masked]));
  }

  take(data) {
    this.bytes += data.length;
    const all = this.rest === undefined ? data : Buffer.concat([this.rest, data]);
    let at = 0;
    while (at + 2 <= all.length) {
      let length = all[at + 1];
      let head = 2;
      if (length === 126) {
        if (at + 4 > all.length) break;
        length = all.readUInt16BE(at + 2);
        head = 4;
      } else if (length === 127) {
        if (at + 10 > all.length) break;
        length = Number(all.readBigUInt64BE(at + 2));
        head = 10;
      }
      if (at + head + length > all.length) break;
      this.count(all, at + head, length);
      at += head + length;
    }
    this.rest = at === all.length ? undefined : all.subarray(at);
  }

  count(all, start, length) {
    this.frames += 1;
    // `{"type":"workflow_event"` of the gateway, `{"workflow_id"` of the bare broadcast.
    const isEvent = all[start + 18] === 0x65 || all[start + 2] === 0x77;
    if (!isEvent) return;
    this.events += 1;
    if (latencies !== undefined) {
      const at = all.indexOf('"sent_us":', start);
      if (at > 0 && at < start + length) {
        latencies.push(
          performance.timeOrigin + performance.now() - Number.parseInt(all.latin1Slice(at + 10, at + 30)) / 1_000,
        );
      }
    }
    if (this.events === target) reached();
  }
}

let missing = 0;
function reached() {
  missing -= 1;
  if (missing === 0) onTarget();
}

function open({ port, token, path, message }) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.setNoDelay(true);
      const lines = [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
    socket.once('error', reject);
    let head = Buffer.alloc(0);
    const answer = (data) => {
      head = Buffer.concat([head, data]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', answer);
      if (!head.latin1Slice(0, 15).includes('101')) {
        reject(new Error(head.latin1Slice(0, 400)));
        return;
      }
      const client = new Client(socket);
      client.take(head.subarray(end + 4));
      if (message !== undefined) client.send(message);
      clients.push(client);
      resolve(client);
    };
    socket.on('data', answer);
  });
}

const commands = {
  async open({ count, ...options }) {
    for (let opened = 0; opened < count; opened += 50) {
      await Promise.all(Array.from({ length: Math.min(50, count - opened) }, () => open(options)));
    }
    if (options.message !== undefined) await until(() => clients.every(({ frames }) => frames > 0));
  },
  async stall({ count, ...options }) {
    const before = clients.length;
    await commands.open({ count, ...options });
    for (const client of clients.splice(before)) client.socket.pause();
  },
  /** Counts from here on; latencies are kept where asked for. */
  measure({ isTimed }) {
    latencies = isTimed ? [] : undefined;
    for (const client of clients) Object.assign(client, { events: 0, frames: 0, bytes: 0 });
  },
  /** Resolves when every client has so many events. */
  reach({ events }) {
    const behind = clients.filter((client) => client.events < events && !client.isClosed);
    if (behind.length === 0) return undefined;
    target = events;
    missing = behind.length;
    return new Promise((resolve) => (onTarget = resolve));
  },
  report() {
    const sorted = latencies?.sort((a, b) => a - b) ?? [];
    const part = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    const sum = (field) => clients.reduce((all, client) => all + client[field], 0);
    return {
      frames: sum('frames'),
      events: sum('events'),
      bytes: sum('bytes'),
      closed: clients.filter(({ isClosed }) => isClosed).length,
      fewest: Math.min(...clients.map(({ events }) => events)),
      most: Math.max(...clients.map(({ events }) => events)),
      p50: part(0.5),
      p99: part(0.99),
    };
  },
  close() {
    for (const client of clients.splice(0)) client.socket.destroy();
  },
};

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

process.on('message', async ({ id, command, options = {} }) => {
  try {
    process.send({ id, result: (await commands[command](options)) ?? null });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
process.send({ port: 0 });
