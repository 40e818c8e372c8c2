import { Detection } from './detect';
import { GuardTally } from './guard-report';
import { BlockedText, guardJson, guardText } from './guard-text';
import type { GuardTools } from './guard-text';
import { kindsOf } from './policy';
import type { GuardrailPolicy } from './policy';
import { RedactingFilter } from './redacting-filter';
import type { TextFilter } from './redacting-filter';
import { Restorer } from './restorer';
import { RestoringFilter } from './restoring-filter';
import { readSample, SAMPLE_NAMES } from './sample.fixture';
import { PLACEHOLDER, Vault } from './vault';

const REDACT: GuardrailPolicy = {
  actions: {
    private_key: 'redact',
    connection_string: 'redact',
    jwt: 'redact',
    provider_key: 'redact',
    assigned_secret: 'redact',
    email: 'redact',
    iban: 'redact',
    card: 'redact',
    national_id: 'redact',
    phone: 'redact',
    name: 'redact',
  },
  names: SAMPLE_NAMES,
  restoresFor: 'caller',
};
const DATA_KEY = Buffer.alloc(32, 7);

function toolsFor(
  policy: GuardrailPolicy = REDACT,
  vault = new Vault('wf_a', DATA_KEY),
): GuardTools & { vault: Vault } {
  return { policy, detection: new Detection(kindsOf(policy), policy.names), tally: new GuardTally(), vault };
}

function passed(filter: TextFilter, text: string, size: number): string {
  let all = '';
  for (let at = 0; at < text.length; at += size) all += filter.add(text.slice(at, at + size));
  return all + filter.end();
}

const WORDS = 'Some words that stand between one thing and another. ';
const LONG = readSample()
  .map(({ text }) => `${text}\n${WORDS}`)
  .join('');

describe('an answer that streams', () => {
  it.each([1, 2, 3, 7, 50, 1_000, 100_000])('is cleaned as if it had come whole, in pieces of %i', (size) => {
    const tools = toolsFor();
    const whole = guardText(LONG, 'output', toolsFor());
    expect(passed(new RedactingFilter(tools), LONG, size)).toBe(whole);
    expect(whole.match(PLACEHOLDER)?.length).toBeGreaterThan(60);
    expect(tools.vault.restore(whole)).toBe(LONG);
  });

  it('holds back no more than it has to', () => {
    const filter = new RedactingFilter(toolsFor());
    const given = WORDS.repeat(40);
    let most = 0;
    let out = 0;
    for (let at = 0; at < given.length; at += 10) {
      out += filter.add(given.slice(at, at + 10)).length;
      most = Math.max(most, at + 10 - out);
    }
    expect(most).toBeLessThan(600);
  });

  it('takes time that grows with the text alone, even for a text without a space', () => {
    const startMs = performance.now();
    const text = 'Ab3'.repeat(100_000);
    expect(passed(new RedactingFilter(toolsFor()), text, 6)).toBe(text);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it('ends where something is forbidden; nothing of it has passed', () => {
    const policy: GuardrailPolicy = { ...REDACT, actions: { iban: 'block' } };
    const filter = new RedactingFilter(toolsFor(policy));
    const text = `${WORDS.repeat(20)}Pay to DE89 3704 0044 0532 0130 00 today. ${WORDS.repeat(20)}`;
    let out = '';
    expect(() => {
      for (const character of text) out += filter.add(character);
    }).toThrow(BlockedText);
    expect(out).toMatch(/^Some words/);
    expect(out).not.toContain('DE89');
  });
});

describe('values that come back', () => {
  it.each([1, 2, 5, 13, 200])('are put in although placeholders arrive in pieces of %i', (size) => {
    const { vault } = toolsFor();
    const mail = vault.placeholderOf('email', 'anna@example.org');
    const key = vault.placeholderOf('private_key', 'line one\n"line two"');
    const text = `To ${mail}, [not one], [EMAIL_unknownvalue], ${mail}${key} [PART`;
    const restored = text.replaceAll(mail, 'anna@example.org').replace(key, 'line one\n"line two"');
    expect(passed(new RestoringFilter((part) => vault.restore(part)), text, size)).toBe(restored);
    const json = JSON.stringify({ text: `${mail} ${key}` });
    const restorer = new Restorer(vault, true);
    expect(JSON.parse(restorer.text(json))).toEqual({ text: 'anna@example.org line one\n"line two"' });
  });

  it('follow from the workflow: the same in every call, another in every other workflow', () => {
    const one = new Vault('wf_a', DATA_KEY);
    const again = new Vault('wf_a', DATA_KEY);
    const other = new Vault('wf_b', Vault.newDataKey());
    const [first, second, third] = [one, again, other].map((vault) => vault.placeholderOf('email', 'a@example.org'));
    expect(first).toBe(second);
    expect(first).not.toBe(third);
    expect(one.placeholderOf('email', 'b@example.org')).not.toBe(first);
    expect(first).toMatch(/^\[EMAIL_[a-z2-7]{12}\]$/);
  });

  it('are sealed at rest and open under their own key, subject and placeholder alone', () => {
    const vault = new Vault('wf_a', DATA_KEY);
    const placeholder = vault.placeholderOf('email', 'anna@example.org');
    const sealed = vault.takeAdded();
    expect(JSON.stringify(sealed)).not.toContain('anna');
    expect(Buffer.from(sealed[placeholder] ?? '', 'base64').toString('latin1')).not.toContain('anna');
    expect(vault.takeAdded()).toEqual({});
    expect(new Vault('wf_a', DATA_KEY, sealed).restore(placeholder)).toBe('anna@example.org');
    for (const wrong of [new Vault('wf_b', DATA_KEY, sealed), new Vault('wf_a', Buffer.alloc(32, 8), sealed)]) {
      expect(wrong.restore(placeholder)).toBe(placeholder);
    }
    const moved = { '[EMAIL_aaaaaaaaaaaa]': sealed[placeholder] ?? '' };
    expect(new Vault('wf_a', DATA_KEY, moved).restore('[EMAIL_aaaaaaaaaaaa]')).toBe('[EMAIL_aaaaaaaaaaaa]');
  });
});

describe('arguments and results of tools', () => {
  it('stay JSON, whatever is replaced in them', () => {
    const tools = toolsFor();
    const text = JSON.stringify({
      to: 'anna@example.org',
      card: 4_111_111_111_111_111,
      deep: [{ note: 'call +49 30 1234567' }],
      api_key: '0f4c9a1be27d83560f4c9a1be27d8356',
      plain: 'nothing',
    });
    const guarded = guardJson(text, 'output', tools);
    const value = JSON.parse(guarded) as Record<string, unknown>;
    expect(value['plain']).toBe('nothing');
    expect(Object.values(value).join(' ')).not.toMatch(/anna|4111|0f4c/);
    expect(JSON.stringify(value['deep'])).toContain('[PHONE_');
    expect(JSON.parse(tools.vault.restoreJson(guarded))).toMatchObject({
      to: 'anna@example.org',
      card: '4111111111111111',
      api_key: '0f4c9a1be27d83560f4c9a1be27d8356',
    });
  });

  it('that hold nothing pass as they are, JSON or not', () => {
    for (const text of ['{"a": 1,  "b": [true, null]}', 'no JSON at all', '']) {
      expect(guardJson(text, 'input', toolsFor())).toBe(text);
    }
  });
});
