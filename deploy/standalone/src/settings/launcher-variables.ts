/** A variable that the launcher itself reads. */
export interface LauncherVariable {
  readonly name: string;
  readonly explanation: string;
}

/** What the launcher reads besides the variables of the specification and those of the services. */
export const LAUNCHER_VARIABLES: readonly LauncherVariable[] = [
  {
    name: 'PORT',
    explanation:
      'Port of console and API: 8000, or a free one when nobody set it and 8000 is taken. 0 takes any free one.',
  },
  { name: 'HOST', explanation: 'Address console and API listen on: 127.0.0.1. Other services stay on 127.0.0.1.' },
  {
    name: 'DATABASE_URL',
    explanation:
      "The owner's URL of a PostgreSQL 15 to 18 of one's own; may create roles and schemas. Without it one is started in the state folder.",
  },
  {
    name: 'NATS_URL',
    explanation:
      "URL of a NATS 2.10 or newer with JetStream of one's own; the users it needs are written to `nats-users.conf` in the state folder. " +
      'Without it one is started.',
  },
  {
    name: '<SERVICE>_DATABASE_URL',
    explanation: 'URL with which one service logs in, for example `LLM_ROUTER_DATABASE_URL`.',
  },
  {
    name: '<SERVICE>_NATS_CREDENTIALS',
    explanation: "Seed of one service's NATS user, for example `HITL_NATS_CREDENTIALS`.",
  },
  { name: 'BOTARMY_STATE_DIR', explanation: 'Folder with all state: `.botarmy` in the checkout.' },
  {
    name: 'BOTARMY_CACHE_DIR',
    explanation: 'Folder with the downloaded nats-server: `.botarmy/cache` in the checkout.',
  },
  {
    name: 'NATS_SERVER_BIN',
    explanation: 'A nats-server to start instead of the one on the PATH or the downloaded one.',
  },
  { name: 'CONSOLE_PORT', explanation: 'Port of the console in `npm run dev`: 3000, or a free one.' },
];
