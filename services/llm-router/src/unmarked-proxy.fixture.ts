import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Passes requests on to the simulator as they come, and answers without the mark of a simulation: they cost something. */
export interface UnmarkedProxy {
  readonly url: string;
  close(): Promise<void>;
}

export async function startUnmarkedProxy(simulatorUrl: string): Promise<UnmarkedProxy> {
  const server = createServer((incoming, outgoing) => {
    const { host: _host, ...headers } = incoming.headers;
    const upstream = send(`${simulatorUrl}${incoming.url ?? ''}`, { method: incoming.method, headers }, (answer) => {
      const { 'x-botarmy-simulated': _mark, ...passed } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 500, passed);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
      answer.on('close', () => (answer.complete ? undefined : outgoing.destroy()));
    });
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
