/** The least a gateway can do: parse the request, pass it on, pass the answer back. `node bare-hop.mjs <upstream port>`. */
import { Agent, createServer, request as send } from 'node:http';

const port = Number(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const server = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const upstream = send({ host: '127.0.0.1', port, path: request.url, method: 'POST', agent, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    upstream.end(body);
  });
});
server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
