/** A provider on this machine that costs next to nothing itself: one answer of 20 tokens, whole or in 20 chunks. */
import { createServer } from 'node:http';

const TOKENS = 20;
const WORDS = Array.from({ length: TOKENS }, (_, at) => `word${at} `);
const USAGE = { prompt_tokens: 30, completion_tokens: TOKENS, total_tokens: 30 + TOKENS };
const head = { id: 'chatcmpl-bench', created: 1, model: 'gpt-4o' };
const whole = JSON.stringify({
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: WORDS.join('') }, finish_reason: 'stop' }],
  usage: USAGE,
});
const chunk = (choices, more = {}) =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
const events = [
  ...WORDS.map((content) => chunk([{ index: 0, delta: { content }, finish_reason: null }])),
  chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
  chunk([], { usage: USAGE }),
  'data: [DONE]\n\n',
];

let latencyMs = 0;
process.on('message', (message) => {
  ({ latencyMs } = message);
  process.send('set');
});

const server = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    const { stream } = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    if (latencyMs === 0) answer(response, stream === true);
    else setTimeout(() => answer(response, stream === true), latencyMs);
  });
});

function answer(response, isStreamed) {
  if (!isStreamed) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length }).end(whole);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(event);
  response.end();
}

server.keepAliveTimeout = 300_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
