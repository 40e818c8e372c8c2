import type { JsonRecord } from '../model/json-value';

/** An HTTP call; texts may hold `{{ … }}`. */
export interface HttpIntegration {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; absent for a call without a body. */
  readonly body?: JsonRecord;
}

/** A call of one tool of an MCP server the installation knows by name. */
export interface McpIntegration {
  readonly kind: 'mcp';
  readonly server: string;
  readonly tool: string;
  readonly arguments: JsonRecord;
}

/** A read-only query on a database the installation knows by name; values only as parameters `$1`, `$2` … */
export interface SqlIntegration {
  readonly kind: 'sql';
  readonly connection: string;
  readonly query: string;
  /** Texts may hold `{{ … }}`. */
  readonly parameters: readonly string[];
}

/** What an integration task does. */
export type Integration = HttpIntegration | McpIntegration | SqlIntegration;

/** Pool of runners that do integration tasks. */
export const INTEGRATION_POOL = 'integrations';
/** Who does what no agent does. */
export const PLATFORM_AGENT = 'platform';
