/** A bare `ws` server that passes news of the broker on to everybody: one write per client and turn, no sessions, no numbers, no resume. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import { WebSocketServer } from 'ws';

const require = createRequire(import.meta.url);
const root = resolve(import.meta.dirname, '../../..');
require(`${root}/libs/testing/jest/register-typescript.cjs`).registerTypescript();
const { Broker } = require(`${root}/libs/messaging/src/index.ts`);
const { createLogger } = require(`${root}/libs/chassis/src/index.ts`);

const [url, nkeySeed, subject] = process.argv.slice(2);
const http = createServer();
const streams = new Set();
const server = new WebSocketServer({ server: http });
server.on('connection', (socket, request) => {
  socket.on('error', () => undefined);
  streams.add(request.socket);
  socket.on('close', () => streams.delete(request.socket));
});

let waiting = [];
const flush = () => {
  const bytes = Buffer.concat(waiting);
  waiting = [];
  for (const stream of streams) stream.write(bytes);
};
const broker = await Broker.connect({ service: 'gateway', url, nkeySeed }, createLogger({ level: 'silent' }));
broker.connection.subscribe(subject, {
  callback: (_error, message) => {
    if (waiting.length === 0) setImmediate(flush);
    waiting.push(frameOf(message.data));
  },
});
http.listen(0, '127.0.0.1', () => process.send({ port: http.address().port }));

/** A text frame; messages of the bench are longer than 125 and shorter than 65,536 bytes. */
function frameOf(data) {
  const frame = Buffer.allocUnsafe(4 + data.length);
  frame[0] = 0x81;
  frame[1] = 126;
  frame.writeUInt16BE(data.length, 2);
  frame.set(data, 4);
  return frame;
}
