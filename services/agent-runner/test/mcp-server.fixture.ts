import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';

/** A call of a tool as the server saw it. */
export interface SeenToolCall {
  readonly name: string;
  readonly arguments: unknown;
  readonly meta: unknown;
  readonly authorization: string | undefined;
}

/** An MCP server on loopback with the tools `count`, `say`, `break` and `wait`. */
export interface TestMcpServer {
  readonly url: string;
  readonly calls: readonly SeenToolCall[];
  close(): Promise<void>;
}

export async function startMcpServer(): Promise<TestMcpServer> {
  const calls: SeenToolCall[] = [];
  const http = createServer((request, response) => {
    const { authorization } = request.headers;
    const server = serverWithTools((name, given, meta) => calls.push({ name, arguments: given, meta, authorization }));
    const transport = new StreamableHTTPServerTransport({});
    response.on('close', () => void server.close());
    void server.connect(transport as unknown as Transport).then(() => transport.handleRequest(request, response));
  });
  await new Promise<void>((resolve) => http.listen({ host: '127.0.0.1', port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    calls,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

function serverWithTools(saw: (name: string, given: unknown, meta: unknown) => void): McpServer {
  const server = new McpServer({ name: 'test', version: '1.0.0' });
  const text = (words: string) => [{ type: 'text' as const, text: words }];
  const topic = z.object({ topic: z.string() });
  server.registerTool('count', { inputSchema: topic }, (given, { _meta }) => {
    saw('count', given, _meta);
    return { content: text('3 tickets'), structuredContent: { open: 3, topic: given.topic } };
  });
  server.registerTool('say', { inputSchema: topic }, (given, { _meta }) => {
    saw('say', given, _meta);
    return { content: text(`# ${given.topic}\n\`\`\`\nmarkup\n\`\`\``) };
  });
  server.registerTool('break', { inputSchema: topic }, () => ({ isError: true, content: text('no such project') }));
  server.registerTool('large', { inputSchema: topic }, () => ({ content: text('x'.repeat(20_000)) }));
  server.registerTool('wait', { inputSchema: topic }, () => new Promise(() => undefined));
  return server;
}
