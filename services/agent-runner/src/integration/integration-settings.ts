import { BlockList, isIP } from 'node:net';

import { Injectable } from '@nestjs/common';

import { RunnerConfig } from '../config';

/** A server or host with the headers sent to it. */
export interface McpServer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?$/;
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** What the installation lets integration tasks reach; nothing unless configured. */
@Injectable()
export class IntegrationSettings {
  readonly hosts: readonly string[];
  /** Private addresses that may be reached by name. */
  readonly privateNetworks: BlockList;
  readonly headers: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly servers: ReadonlyMap<string, McpServer>;
  readonly connections: ReadonlyMap<string, string>;

  /** @throws {Error} naming key and place of what is wrong; never a value, since secrets stand among them. */
  constructor(config: RunnerConfig) {
    this.hosts = config.INTEGRATION_HTTP_HOSTS.map((host, index) => {
      if (HOST.test(host)) return host;
      throw invalid('INTEGRATION_HTTP_HOSTS', `[${index}]`, 'a host in lower case such as "api.example.com:8443"');
    });
    this.privateNetworks = networksOf(config.INTEGRATION_PRIVATE_NETWORKS);
    this.headers = new Map(
      entriesOf('INTEGRATION_HTTP_HEADERS', config.INTEGRATION_HTTP_HEADERS).map(([host, headers]) => [
        host,
        textsOf('INTEGRATION_HTTP_HEADERS', host, headers),
      ]),
    );
    this.servers = new Map(
      entriesOf('INTEGRATION_MCP_SERVERS', config.INTEGRATION_MCP_SERVERS).map(([name, server]) => [
        named('INTEGRATION_MCP_SERVERS', name),
        serverOf(name, server),
      ]),
    );
    this.connections = new Map(
      entriesOf('INTEGRATION_SQL_CONNECTIONS', config.INTEGRATION_SQL_CONNECTIONS).map(([name, url]) => [
        named('INTEGRATION_SQL_CONNECTIONS', name),
        databaseUrlOf(name, url),
      ]),
    );
  }
}

function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  networks.forEach((network, index) => {
    const [address = '', prefix = ''] = network.split('/');
    const family = isIP(address);
    const bits = Number(prefix);
    if (family === 0 || !/^[0-9]{1,3}$/.test(prefix) || bits > (family === 4 ? 32 : 128)) {
      throw invalid('INTEGRATION_PRIVATE_NETWORKS', `[${index}]`, 'a network such as "10.2.0.0/16"');
    }
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  });
  return list;
}

function entriesOf(key: string, text: string | undefined): [string, unknown][] {
  if (text === undefined || text === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The reason would quote the text, and secrets stand in it.
    throw invalid(key, 'the value', 'valid JSON');
  }
  if (!isObject(value)) throw invalid(key, 'the value', 'a JSON object');
  return Object.entries(value);
}

function named(key: string, name: string): string {
  if (NAME.test(name)) return name;
  throw invalid(key, `the name "${name}"`, 'lower-case letters, digits and single hyphens');
}

function serverOf(name: string, value: unknown): McpServer {
  const key = 'INTEGRATION_MCP_SERVERS';
  if (!isObject(value)) throw invalid(key, `.${name}`, 'an object with "url" and, if needed, "headers"');
  const { url, headers = {} } = value;
  if (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url)) throw invalid(key, `.${name}.url`, 'an http(s) URL');
  return { url, headers: textsOf(key, `${name}.headers`, headers) };
}

function databaseUrlOf(name: string, value: unknown): string {
  if (typeof value === 'string' && /^postgres(?:ql)?:\/\/\S+$/.test(value)) return value;
  throw invalid('INTEGRATION_SQL_CONNECTIONS', `.${name}`, 'a postgresql:// URL');
}

function textsOf(key: string, place: string, value: unknown): Readonly<Record<string, string>> {
  if (isObject(value) && Object.values(value).every((text) => typeof text === 'string')) {
    return value as Readonly<Record<string, string>>;
  }
  throw invalid(key, `.${place}`, 'an object of texts');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(key: string, place: string, expected: string): Error {
  return new Error(`${key}: ${place} must be ${expected}.`);
}
