import { Identifier, ListOf, Text } from '@botarmy/contracts';

import { attachmentHeader } from './attachment-header';
import { OriginPolicy } from './origin-policy';
import { withPointers } from './problem-pointers';
import { shaped } from './shaped';

class Part {
  @Text({ max: 5 }) name!: string;
}

class Whole {
  @Identifier() id!: string;
  @ListOf(() => Part, { optional: true }) parts?: Part[];
}

describe('an origin policy', () => {
  const policy = new OriginPolicy(['https://console.example.com']);
  const host = 'botarmy.example:8000';

  it.each([
    ['no origin, so no browser page', undefined],
    ['its own', 'http://botarmy.example:8000'],
    ['its own behind a proxy that ends TLS', 'https://BotArmy.example:8000'],
    ['a listed one', 'https://console.example.com'],
  ])('allows %s', (_case, origin) => {
    expect(policy.allows({ host, ...(origin === undefined ? {} : { origin }) })).toBe(true);
  });

  it.each([
    'http://evil.example',
    'null',
    'http://botarmy.example',
    'http://botarmy.example:8000.evil.example',
    'http://evil.example/botarmy.example:8000',
    'http://botarmy.example:8000@evil.example',
    'https://console.example.com.evil.example',
    'http://console.example.com',
    'file://botarmy.example:8000',
    '',
  ])('refuses %j', (origin) => {
    expect(policy.allows({ host, origin })).toBe(false);
  });

  it('refuses every origin of a request without a host', () => {
    expect(policy.allows({ origin: 'http://botarmy.example' })).toBe(false);
  });
});

describe('the name of a download', () => {
  it.each([
    ['requirements.md', `attachment; filename="requirements.md"; filename*=UTF-8''requirements.md`],
    ['metadata/session_logs.json', `attachment; filename="session_logs.json"; filename*=UTF-8''session_logs.json`],
    ['..\\..\\evil.exe', `attachment; filename="evil.exe"; filename*=UTF-8''evil.exe`],
    ['a"; x=".md', `attachment; filename="a___x__.md"; filename*=UTF-8''a%22%3B%20x%3D%22.md`],
    ["it's (1).md", `attachment; filename="it_s__1_.md"; filename*=UTF-8''it%27s%20%281%29.md`],
    ['x\r\nSet-Cookie: a=b', `attachment; filename="xSet-Cookie__a_b"; filename*=UTF-8''xSet-Cookie%3A%20a%3Db`],
    ['\u202Egpj.exe', `attachment; filename="gpj.exe"; filename*=UTF-8''gpj.exe`],
    ['übersicht.md', `attachment; filename="_bersicht.md"; filename*=UTF-8''%C3%BCbersicht.md`],
    ['\uD800.md', `attachment; filename="_.md"; filename*=UTF-8''%EF%BF%BD.md`],
    ['..', `attachment; filename="artifact"; filename*=UTF-8''artifact`],
    ['', `attachment; filename="artifact"; filename*=UTF-8''artifact`],
  ])('of %j is harmless', (path, header) => {
    expect(attachmentHeader(path)).toBe(header);
  });
});

describe('a shaped value', () => {
  it('is an instance of its class', () => {
    expect(shaped(Whole, { id: 'a', parts: [{ name: 'b' }] })).toBeInstanceOf(Whole);
  });

  it.each([
    ['text', 'text'],
    ['a list', [{ id: 'a' }]],
    ['null', null],
  ])('is never %s', (_case, value) => {
    expect(() => shaped(Whole, value)).toThrow(
      expect.objectContaining({ status: 400, code: 'validation-failed' }) as Error,
    );
  });

  it('names unknown fields, at any depth', () => {
    const refusal = expect.objectContaining({ code: 'unknown-field' }) as Error;
    expect(() => shaped(Whole, { id: 'a', role: 'owner' })).toThrow(refusal);
    expect(() => shaped(Whole, { id: 'a', parts: [{ name: 'b', isAdmin: true }] })).toThrow(refusal);
  });

  it('is not walked when it is nested too deeply', () => {
    let deep: unknown = {};
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(() => shaped(Whole, { id: deep })).toThrow(expect.objectContaining({ code: 'too-deep' }) as Error);
  });
});

describe('a problem', () => {
  it('names fields by JSON pointers', () => {
    const body = JSON.stringify({
      code: 'c',
      errors: [
        { path: 'parts.0.name', message: 'm' },
        { path: '', message: 'n' },
      ],
    });
    expect(JSON.parse(withPointers(body))).toEqual({
      code: 'c',
      errors: [
        { pointer: '/parts/0/name', detail: 'm' },
        { pointer: '', detail: 'n' },
      ],
    });
    expect(withPointers('{"code":"c"}')).toBe('{"code":"c"}');
  });
});
