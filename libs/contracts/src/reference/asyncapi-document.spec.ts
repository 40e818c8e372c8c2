import Ajv from 'ajv';
import addFormats from 'ajv-formats';

import { Identifier } from '../fields';
import { MESSAGES } from '../messages';
import { QUESTIONS } from '../questions';
import { subjectOf } from '../subjects';
import { addressOf, parametersOf } from './addresses';
import { asyncApiDocument } from './asyncapi-document';
import { readersOf } from './message-readers';
import { SchemaCatalog } from './schema-catalog';

const document = asyncApiDocument();
const channels = Object.entries(document.channels);
const operations = Object.entries(document.operations);

function resolved(reference: string): unknown {
  const path = reference.replace(/^#\//, '').split('/');
  return path.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
}

function referencesIn(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : referencesIn(value),
  );
}

describe('the AsyncAPI document', () => {
  it('resolves every reference', () => {
    const references = [...new Set(referencesIn(document))];
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((reference) => resolved(reference) === undefined)).toEqual([]);
  });

  it('declares exactly the parameters of each address', () => {
    for (const [name, { address, parameters = {} }] of channels) {
      expect([name, Object.keys(parameters)]).toEqual([name, parametersOf(address ?? '')]);
    }
  });

  it('gives each address to one channel', () => {
    const addresses = channels.flatMap(([, { address }]) => address ?? []);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('lets operations use messages of their own channels alone', () => {
    for (const [name, { channel, messages, reply }] of operations) {
      for (const [place, uses] of [
        [channel, messages],
        ...(reply === undefined ? [] : [[reply.channel, reply.messages] as const]),
      ] as const) {
        expect(uses.length).toBeGreaterThan(0);
        for (const { $ref } of uses) expect([name, $ref.startsWith(`${place.$ref}/messages/`)]).toEqual([name, true]);
      }
    }
  });

  it('holds schemas that compile', () => {
    const ajv = addFormats(new Ajv({ strict: false }), ['date-time', 'email']);
    ajv.addSchema(document, 'document');
    for (const name of Object.keys(document.components.schemas)) {
      expect(ajv.compile({ $ref: `document#/components/schemas/${name}` })).toBeInstanceOf(Function);
    }
  });

  it('holds every message with its producers and readers', () => {
    for (const { name, producers, stream, ...message } of MESSAGES) {
      expect(document.channels[name]).toMatchObject({ 'x-stream': stream });
      const of = (action: string) =>
        operations.filter(([key, operation]) => operation.action === action && key.endsWith(`s.${name}`)).length;
      expect([name, of('send')]).toEqual([name, producers.length]);
      expect([name, of('receive')]).toEqual([name, readersOf({ name, producers, stream, ...message }).length]);
    }
  });

  it('holds every question with those who ask and the one who answers', () => {
    for (const { subject, askedBy, answeredBy } of QUESTIONS) {
      expect(document.operations[`${answeredBy}.answers.${subject}`]?.action).toBe('receive');
      for (const service of askedBy) expect(document.operations[`${service}.asks.${subject}`]?.action).toBe('send');
    }
  });
});

describe('an address', () => {
  it('is the subject of a message with its tokens named', () => {
    for (const message of MESSAGES) {
      const subject = subjectOf(message, 'tenant_id', ...message.key);
      expect(addressOf(message).replaceAll(/[{}]/g, '')).toBe(subject);
    }
  });
});

describe('the readers of a message', () => {
  it('are the durables, the pools and the plain subscriptions', () => {
    const readers = (name: string) =>
      MESSAGES.filter((message) => message.name === name)
        .flatMap(readersOf)
        .map(({ service, durable }) => durable ?? service);
    expect(readers('session.ended.v1')).toEqual(['insights-every-event', 'notifier-every-event', 'gateway']);
    expect(readers('agent-task.execute.v1')).toEqual(['agent-runner-pool']);
    expect(readers('agent-task.completed.v1')).toContain('orchestrator-completed-agent-task');
  });
});

describe('a catalog of schemas', () => {
  it('refuses two classes of one name', () => {
    const declare = () => {
      class Twin {
        @Identifier() id!: string;
      }
      return Twin;
    };
    const catalog = new SchemaCatalog();
    catalog.referTo(declare());
    expect(() => catalog.referTo(declare())).toThrow('Two classes are called Twin');
  });
});
