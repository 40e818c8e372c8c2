import { presentedSecret, sessionCookieName } from './presented-secret';

const SECRET = 'a-session-secret-of-some-length';

describe('a presented secret', () => {
  it('comes from the bearer token before the cookie', () => {
    const headers = { authorization: `Bearer ${SECRET}`, cookie: 'botarmy_session=another-secret-of-some-length' };
    expect(presentedSecret(headers, 'botarmy_session')).toEqual({ secret: SECRET, presentedBy: 'bearer' });
    expect(presentedSecret({ cookie: headers.cookie }, 'botarmy_session')).toMatchObject({ presentedBy: 'cookie' });
  });

  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: `Basic ${SECRET}` }],
    [
      'an unreadable bearer token beside a good cookie',
      { authorization: 'Bearer x', cookie: `botarmy_session=${SECRET}` },
    ],
    ['a token with other characters', { authorization: `Bearer ${SECRET}' OR 1=1` }],
    ['a token that is far too long', { authorization: `Bearer ${'x'.repeat(201)}` }],
    ['a cookie of another name', { cookie: `session=${SECRET}` }],
    ['a cookie without the prefix where one is due', { cookie: `botarmy_session=${SECRET}` }, true],
    ['__proto__ as a cookie', { cookie: `__proto__=${SECRET}` }],
  ])('is none of ours with %s', (_case, headers, isSecure = false) => {
    expect(presentedSecret(headers, sessionCookieName(isSecure))).toBeUndefined();
  });

  it('has a cookie that other hosts cannot plant where https is used', () => {
    expect(sessionCookieName(true)).toBe('__Host-botarmy_session');
  });
});
