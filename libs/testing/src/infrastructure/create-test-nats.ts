import { rmSync } from 'node:fs';

import { nkeys } from 'nats';

import { type NatsServer, renderNatsConfig, startNatsServer } from '@botarmy/embedded-infrastructure';

import { createTemporaryFolder, sweepTemporaryFolders } from './temporary-folder';
import { readTestEnvironment } from './test-environment';

/** A NATS user of a test broker: permissions under a name; keys are made here. */
export interface TestNatsUser {
  name: string;
  publish: readonly string[];
  subscribe: readonly string[];
  allowResponses?: { max: number; expires: string };
}

/** How to start a test broker. Without `users` everybody may do everything. */
export interface TestNatsOptions {
  users?: readonly TestNatsUser[];
  syncAlways?: boolean;
  maxPayloadBytes?: number;
  /** Complete configuration text instead of the rendered one. */
  configText?: string;
}

/** A broker of one suite's own, with an empty JetStream store. */
export interface TestNats {
  url: string;
  /** The server itself: `kill`, `restart`, `pid`, `storeDirectory`. */
  server: NatsServer;
  /** The nkey seed to log in with as a user; throws for an unknown name. */
  seedOf(userName: string): string;
  /** Stops the server and removes its store. */
  stop(): Promise<void>;
}

/** Starts a nats-server with JetStream on a free port; it takes some tens of milliseconds, so every suite has its own. */
export async function createTestNats(options: TestNatsOptions = {}): Promise<TestNats> {
  const { users = [], syncAlways = false, maxPayloadBytes, configText } = options;
  const { natsServerBinary, searchPath, cacheDirectory } = readTestEnvironment();
  sweepTemporaryFolders();
  const folder = createTemporaryFolder();
  const keys = users.map((user) => ({ user, pair: nkeys.createUser() }));
  const seeds = new Map(keys.map(({ user, pair }) => [user.name, new TextDecoder().decode(pair.getSeed())]));
  const natsUsers = keys.map(({ user, pair }) => ({ ...user, nkey: pair.getPublicKey() }));
  const server = await startNatsServer({
    storeDirectory: folder,
    configText:
      configText ??
      renderNatsConfig({ port: 0, storeDirectory: folder, users: natsUsers, syncAlways, maxPayloadBytes }),
    binary: natsServerBinary,
    searchPath,
    cacheDirectory,
    dieWithParent: true,
  });
  return {
    url: server.url,
    server,
    seedOf: (userName) => {
      const seed = seeds.get(userName);
      if (seed === undefined) {
        throw new Error(
          `The test broker has no user "${userName}"; it has: ${[...seeds.keys()].join(', ') || 'none'}.`,
        );
      }
      return seed;
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
