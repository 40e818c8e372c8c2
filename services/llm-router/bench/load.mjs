/** Asks at a target, so many at a time or so many per second, and says how long it took. */
import { Agent, request as send } from 'node:http';

/** One way to ask: resolves with the milliseconds to the first token and to the end. */
export function httpAsk(port, headers = {}, path = '/v1/chat/completions') {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const bodies = new Map([true, false].map((stream) => [stream, bodyOf(stream)]));
  return (isStreamed) =>
    new Promise((resolve, reject) => {
      const body = bodies.get(isStreamed);
      const startMs = performance.now();
      const own = { 'content-type': 'application/json', 'content-length': body.length, ...headers };
      const request = send({ host: '127.0.0.1', port, path, method: 'POST', agent, headers: own }, (answer) => {
        let firstMs;
        let last = '';
        answer.setEncoding('utf8');
        answer.on('data', (text) => {
          firstMs ??= performance.now() - startMs;
          last = text;
        });
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve({ firstMs, totalMs: performance.now() - startMs });
          else reject(new Error(`${port} answered ${answer.statusCode}: ${last.slice(0, 300)}`));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
}

function bodyOf(stream) {
  const messages = [
    { role: 'system', content: 'You are an analyst.' },
    { role: 'user', content: 'What does a plant care app for home gardeners need?' },
  ];
  const options = stream ? { stream, stream_options: { include_usage: true } } : {};
  return Buffer.from(JSON.stringify({ model: 'gpt-4o', messages, max_tokens: 100, ...options }));
}

/** So many at a time, for so long. */
export async function runClosed(ask, { concurrency, durationMs, isStreamed }) {
  const samples = [];
  const startMs = performance.now();
  const worker = async () => {
    while (performance.now() - startMs < durationMs) samples.push(await ask(isStreamed));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return figuresOf(samples, performance.now() - startMs);
}

/** So many calls, 64 at a time; `onCall` hears of each. */
export async function runCount(ask, count, onCall) {
  let left = count;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await ask(false);
      onCall(count - left);
    }
  };
  await Promise.all(Array.from({ length: 64 }, worker));
}

/** So many per second, whether answers come or not. */
export async function runOpen(ask, { perSecond, durationMs, isStreamed }) {
  const samples = [];
  const running = new Set();
  const startMs = performance.now();
  let begun = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const elapsedMs = performance.now() - startMs;
      for (; begun < (Math.min(elapsedMs, durationMs) * perSecond) / 1_000; begun += 1) {
        const one = ask(isStreamed).then((sample) => void samples.push(sample));
        running.add(one);
        void one.finally(() => running.delete(one)).catch(() => undefined);
      }
      if (elapsedMs < durationMs) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  await Promise.all(running);
  return figuresOf(samples, performance.now() - startMs);
}

function figuresOf(samples, elapsedMs) {
  const total = samples.map(({ totalMs }) => totalMs).sort((a, b) => a - b);
  const first = samples.map(({ firstMs }) => firstMs ?? 0).sort((a, b) => a - b);
  return {
    calls: samples.length,
    perSecond: (samples.length * 1_000) / elapsedMs,
    p50: quantile(total, 0.5),
    p99: quantile(total, 0.99),
    first50: quantile(first, 0.5),
  };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
