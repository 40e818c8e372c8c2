import type { JsonSchema } from '../json-schema';

interface Reference {
  readonly $ref: string;
}

/** A channel of an AsyncAPI 3.0 document, as far as it is used here. */
export interface Channel {
  /** The subject; null where it is known at run time alone. */
  readonly address: string | null;
  readonly description: string;
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly messages: Readonly<Record<string, { readonly name: string; readonly payload: Reference }>>;
  /** JetStream stream that keeps the messages; absent where nothing does. */
  readonly 'x-stream'?: string;
}

/** What one service does on a channel. */
export interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] };
  readonly tags: readonly { readonly name: string }[];
  /** Durable consumer; absent for a plain subscription. */
  readonly 'x-durable'?: string;
}

/** An AsyncAPI 3.0 document, as far as it is used here. */
export interface AsyncApi {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly defaultContentType: string;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}
