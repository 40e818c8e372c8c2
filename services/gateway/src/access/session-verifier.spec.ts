import { Problem } from '@botarmy/chassis';
import type { VerifySessionReply, VerifySessionRequest } from '@botarmy/contracts';
import type { Asker } from '@botarmy/messaging';
import { UnavailableError } from '@botarmy/messaging';
import { FakeClock } from '@botarmy/testing';

import { notSignedIn } from './session-problems';
import { SessionVerifier } from './session-verifier';

const START = '2026-01-01T00:00:00.000Z';

function reply(sessionId: string, lastsMs = 3_600_000): VerifySessionReply {
  return {
    session_id: sessionId,
    channel: 'browser',
    csrf_token: 'csrf',
    expires_at: new Date(new Date(START).getTime() + lastsMs).toISOString(),
    user: { id: 'usr_1', name: 'A', email: 'a@b.c', role: 'viewer', tenant_id: 'ten_a', tenant_name: 'A' },
  };
}

describe('a session verifier', () => {
  let clock: FakeClock;
  let asked: string[];
  let answer: (secret: string) => Promise<VerifySessionReply>;
  let verifier: SessionVerifier;

  beforeEach(() => {
    clock = new FakeClock(START);
    asked = [];
    answer = () => Promise.resolve(reply('ses_1'));
    const ask = (_question: unknown, { secret }: VerifySessionRequest): Promise<VerifySessionReply> => {
      asked.push(secret);
      return answer(secret);
    };
    verifier = new SessionVerifier({ ask } as unknown as Asker, clock);
  });

  it('asks identity once in five seconds, however many wait', async () => {
    await Promise.all([verifier.verify('a'), verifier.verify('a'), verifier.verify('b')]);
    await verifier.verify('a');
    expect(asked).toEqual(['a', 'b']);
    await clock.advance(5_000);
    await verifier.verify('a');
    expect(asked).toEqual(['a', 'b', 'a']);
  });

  it('forgets a session that ended at once, and no other', async () => {
    answer = (secret) => Promise.resolve(reply(`ses_${secret}`));
    await verifier.verify('a');
    await verifier.verify('b');
    verifier.forgetSession('ses_a');
    answer = () => Promise.reject(notSignedIn());
    await expect(verifier.verify('a')).rejects.toMatchObject({ code: 'not-signed-in' });
    await expect(verifier.verify('b')).resolves.toMatchObject({ session_id: 'ses_b' });
  });

  it('does not believe an answer that was under way when the session ended', async () => {
    const late = Promise.withResolvers<VerifySessionReply>();
    answer = () => late.promise;
    const verified = verifier.verify('a');
    verifier.forgetSession('ses_1');
    late.resolve(reply('ses_1'));
    await expect(verified).rejects.toMatchObject({ status: 401 });
    await expect(verifier.verify('a')).rejects.toMatchObject({ status: 401 });
  });

  it('refuses a session past its end without asking', async () => {
    answer = () => Promise.resolve(reply('ses_1', 3_000));
    await verifier.verify('a');
    await clock.advance(3_000);
    await expect(verifier.verify('a')).rejects.toBeInstanceOf(Problem);
    expect(asked).toHaveLength(1);
  });

  it('takes the last word for five minutes while identity is away, and none of a secret it does not know', async () => {
    await verifier.verify('a');
    answer = () => Promise.reject(new UnavailableError('identity does not answer'));
    await clock.advance(4 * 60_000);
    await expect(verifier.verify('a')).resolves.toMatchObject({ session_id: 'ses_1' });
    await expect(verifier.verify('new')).rejects.toBeInstanceOf(UnavailableError);
    await clock.advance(2 * 60_000);
    await expect(verifier.verify('a')).rejects.toBeInstanceOf(UnavailableError);
  });

  it('takes no last word after identity refused, and none after all were forgotten', async () => {
    await verifier.verify('a');
    await clock.advance(6_000);
    answer = () => Promise.reject(notSignedIn());
    await expect(verifier.verify('a')).rejects.toMatchObject({ status: 401 });
    answer = () => Promise.reject(new UnavailableError('identity does not answer'));
    await expect(verifier.verify('a')).rejects.toBeInstanceOf(UnavailableError);
    answer = () => Promise.resolve(reply('ses_2'));
    await verifier.verify('b');
    verifier.forgetAll();
    verifier.forgetSecret('a');
    await verifier.verify('b');
    expect(asked.filter((secret) => secret === 'b')).toHaveLength(2);
  });

  it('remembers a bounded number of secrets', async () => {
    for (let index = 0; index <= 10_000; index += 1) await verifier.verify(`secret-${index}`);
    asked.length = 0;
    await verifier.verify('secret-10000');
    await verifier.verify('secret-0');
    expect(asked).toEqual(['secret-0']);
  });
});
