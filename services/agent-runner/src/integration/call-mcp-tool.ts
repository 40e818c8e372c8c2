import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

import { AttemptFailure } from '@botarmy/process-engine';
import type { JsonRecord, McpIntegration } from '@botarmy/process-engine';

import { boundedFetch } from './bounded-fetch';
import { fencedJson, fencedText } from './fenced-block';
import type { CallBounds, IntegrationResult } from './integration-result';
import type { IntegrationSettings, McpServer } from './integration-settings';
import { notConfigured, notReached, tookTooLong } from './refusals';

/** A content block of a tool's answer, as far as it is kept. */
interface ContentBlock {
  readonly type: string;
  readonly text?: string;
}

/**
 * Calls one tool of an MCP server over streamable HTTP.
 *
 * @throws {AttemptFailure} `integration-not-configured`, `tool-failed`, `integration-failed`, `integration-timeout`,
 *   `integration-answer-too-large`.
 */
export async function callMcpTool(
  call: McpIntegration,
  { servers }: IntegrationSettings,
  bounds: CallBounds,
): Promise<IntegrationResult> {
  const server = servers.get(call.server);
  if (server === undefined) {
    throw notConfigured(
      `The MCP server "${call.server}" is not known.`,
      'An operator adds it to INTEGRATION_MCP_SERVERS of the runner of pool integrations.',
    );
  }
  const what = `The tool ${call.tool} of ${call.server}`;
  const deadline = AbortSignal.timeout(bounds.timeoutMs);
  const signal = AbortSignal.any([bounds.signal, deadline]);
  const fetchBounded = boundedFetch(bounds.maxBytes, what, signal);
  const client = new Client({ name: 'botarmy', version: '1.0.0' });
  try {
    await client.connect(transportTo(server, fetchBounded.fetch), { signal, timeout: bounds.timeoutMs });
    const params = { name: call.tool, arguments: call.arguments, _meta: { idempotency_key: bounds.idempotencyKey } };
    const answer = await client.callTool(params, undefined, { signal, timeout: bounds.timeoutMs });
    return resultOf(what, answer);
  } catch (error) {
    if (error instanceof AttemptFailure) throw error;
    if (bounds.signal.aborted) throw bounds.signal.reason;
    if (fetchBounded.refusal() !== undefined) throw fetchBounded.refusal();
    throw deadline.aborted ? tookTooLong(what, bounds.timeoutMs) : notReached(`${what} did not answer`, error);
  } finally {
    await client.close().catch(() => undefined);
  }
}

function transportTo({ url, headers }: McpServer, fetch: typeof globalThis.fetch): Transport {
  const requestInit = { headers, redirect: 'error' as const };
  // The SDK's own type is not written for exactOptionalPropertyTypes.
  return new StreamableHTTPClientTransport(new URL(url), { requestInit, fetch }) as unknown as Transport;
}

function resultOf(what: string, answer: Awaited<ReturnType<Client['callTool']>>): IntegrationResult {
  const content = (answer.content ?? []) as readonly ContentBlock[];
  const text = content.flatMap((block) => (block.type === 'text' ? (block.text ?? '') : [])).join('\n');
  if (answer.isError === true) {
    throw new AttemptFailure('tool-failed', `${what} failed: ${text.slice(0, 500)}`, { retryable: true });
  }
  const structured = answer.structuredContent as JsonRecord | undefined;
  const json = structured ?? jsonObject(text);
  return {
    body: `${what} answered.\n\n${json === undefined ? fencedText(text) : fencedJson(json)}`,
    facts: { ...json, text },
  };
}

function jsonObject(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : undefined;
  } catch {
    return undefined;
  }
}
