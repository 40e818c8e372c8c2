import { MESSAGES } from '../messages';
import { QUESTIONS } from '../questions';
import { STREAMS } from '../streams';
import { addressOf } from './addresses';
import { LIVE_KINDS, liveServices } from './asyncapi-live';
import { markdownTable } from './markdown-table';
import { ANY_POOL, readersOf } from './message-readers';

const SECONDS_PER_DAY = 86_400;

/** The page of messages: who says what to whom on which subject. */
export function messagesPage(): string {
  return [
    '# Messages between services',
    '',
    'Generated from `libs/contracts` by `node libs/contracts/dist/reference/write-reference.js`; a test compares it with the code.',
    'Shapes: [asyncapi.json](asyncapi.json). Braces are tokens that differ from message to message.',
    '',
    '## Messages',
    '',
    'Kept by a stream and delivered at least once. A consumer is a durable of that name; *live* is a plain subscription, which',
    'misses what is said while it is away and asks for it.',
    '',
    ...markdownTable(['message', 'subject', 'stream', 'producers', 'consumers', 'says'], messageRows()),
    '',
    '## Questions',
    '',
    "Asked and answered at once, on the asker's inbox; nothing keeps them.",
    '',
    ...markdownTable(['subject', 'asked by', 'answered by', 'least role', 'answer'], questionRows()),
    '',
    '## Live frames',
    '',
    'Kept by nothing.',
    '',
    ...liveLines(),
    '',
    '## Streams',
    '',
    ...markdownTable(['stream', 'subjects', 'kept', 'holds'], streamRows()),
    '',
  ].join('\n');
}

function messageRows(): string[][] {
  return MESSAGES.toSorted((a, b) => a.name.localeCompare(b.name, 'en')).map((message) => [
    `\`${message.name}\``,
    `\`${addressOf(message)}\``,
    message.stream,
    message.producers.join(', '),
    consumersOf(message),
    message.description,
  ]);
}

function consumersOf(message: (typeof MESSAGES)[number]): string {
  return readersOf(message)
    .map(({ service, durable }) => (durable === undefined ? `${service} (live)` : durable))
    .map((name) => name.replace(new RegExp(`-${ANY_POOL}$`), '-{pool}'))
    .join(', ');
}

function questionRows(): string[][] {
  const bySubject = QUESTIONS.toSorted((a, b) => a.subject.localeCompare(b.subject, 'en'));
  return bySubject.map(({ subject, askedBy, answeredBy, role, streamed }) => [
    `\`${subject}\``,
    askedBy.join(', '),
    answeredBy,
    role,
    streamed ? 'streamed' : 'one reply',
  ]);
}

function liveLines(): string[] {
  return LIVE_KINDS.map((kind) => {
    const { senders, receivers } = liveServices(kind);
    return `- \`${kind.address}\`: ${senders.join(', ')} to ${receivers.join(', ')}`;
  });
}

function streamRows(): string[][] {
  return STREAMS.map(({ name, subjects, retention, maxAgeSeconds, description }) => [
    name,
    subjects.map((subject) => `\`${subject}\``).join(', '),
    `${retention === 'workqueue' ? 'until handled, at most ' : ''}${maxAgeSeconds / SECONDS_PER_DAY} days`,
    description,
  ]);
}
