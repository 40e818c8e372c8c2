/** Requests over HTTP, so many at a time. */
import { Agent, request as send } from 'node:http';

/** Asks a path for so long and says how many requests a second were answered, and how long the slow ones took. */
export async function measureRequests({ port, method = 'GET', path, body, token }, { connections, durationMs }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(bytes === undefined ? {} : { 'content-type': 'application/json', 'content-length': bytes.length }),
  };
  const ask = () =>
    new Promise((resolve, reject) => {
      const startMs = performance.now();
      const request = send({ host: '127.0.0.1', port, path, method, agent, headers }, (answer) => {
        answer.resume().on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode >= 200 && answer.statusCode < 300) resolve(performance.now() - startMs);
          else reject(new Error(`${method} ${path} answered ${answer.statusCode}`));
        });
      });
      request.on('error', reject);
      request.end(bytes);
    });
  const samples = [];
  const startMs = performance.now();
  const worker = async () => {
    while (performance.now() - startMs < durationMs) samples.push(await ask());
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsedS = (performance.now() - startMs) / 1_000;
  agent.destroy();
  samples.sort((a, b) => a - b);
  const part = (share) => samples[Math.floor(samples.length * share)] ?? 0;
  return { requests: samples.length, perSecond: samples.length / elapsedS, p50: part(0.5), p99: part(0.99) };
}
