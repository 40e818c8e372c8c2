import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findFreePort } from '@botarmy/embedded-infrastructure';

import { chooseConsolePort, startConsoleServer } from './console-server';

/** Stands in for Angular's command line: answers with what it was called with. */
const standIn = `
  const { createServer } = require('node:http');
  const { values } = require('node:util').parseArgs({ strict: false, options: { port: { type: 'string' } } });
  createServer((request, response) => response.end(process.cwd() + ' ' + process.argv.slice(2).join(' '))).listen(Number(values.port), '127.0.0.1');
`;

describe("the console's development server", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-console-'));
    mkdirSync(join(folder, 'logs'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (port: number, program: string | undefined) => {
    const angular = join(folder, 'ng.js');
    if (program !== undefined) writeFileSync(angular, program);
    return startConsoleServer('http://127.0.0.1:8123', port, folder, { PATH: process.env.PATH }, angular);
  };

  it('serves the console and leads calls to the gateway of this run', async () => {
    const port = await findFreePort();
    const server = await start(port, standIn);
    expect(server?.url).toBe(`http://127.0.0.1:${port}`);
    const said = await (await fetch(server?.url ?? '')).text();
    expect(said).toMatch(
      new RegExp(`/frontend serve --host 127.0.0.1 --port ${port} --proxy-config ${folder}/console-proxy.json$`),
    );
    expect(JSON.parse(readFileSync(join(folder, 'console-proxy.json'), 'utf8'))).toMatchObject({
      '/api': { target: 'http://127.0.0.1:8123', ws: true },
      '/health': { target: 'http://127.0.0.1:8123' },
    });
    await server?.stop();
    await expect(fetch(server?.url ?? '')).rejects.toThrow();
  });

  it('says where its log is when it does not start', async () => {
    await expect(start(await findFreePort(), 'process.exit(1)')).rejects.toThrow(`Its log: ${folder}/logs/console.log`);
  });

  it('is left out where there is no Angular', async () => {
    expect(await start(1, undefined)).toBeUndefined();
  });

  it('listens on 3000 or any free port, or on the one somebody asked for', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(chooseConsolePort({ CONSOLE_PORT: String(port) })).rejects.toThrow('CONSOLE_PORT asks for it');
    await expect(chooseConsolePort({ CONSOLE_PORT: 'x' })).rejects.toThrow('CONSOLE_PORT must be a number');
    await new Promise((resolve) => taken.close(resolve));
    expect(await chooseConsolePort({ CONSOLE_PORT: String(port) })).toBe(port);
    expect(await chooseConsolePort({})).toBeGreaterThanOrEqual(3000);
  });
});
