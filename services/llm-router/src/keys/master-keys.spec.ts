import { MasterKeys } from './master-keys';

const entry = (id: string, fill: number): string => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

describe('master keys', () => {
  it('seal a secret so that it opens at its place alone', () => {
    const keys = MasterKeys.parse(entry('k1', 1));
    const sealed = keys.seal('sk-secret', 'ten_a/pkey_a');
    expect(Buffer.from(sealed.ciphertext, 'base64').includes('sk-secret')).toBe(false);
    expect(keys.open(sealed, 'ten_a/pkey_a')).toBe('sk-secret');
    expect(keys.open(sealed, 'ten_b/pkey_a')).toBeUndefined();
    expect(keys.seal('sk-secret', 'ten_a/pkey_a').ciphertext).not.toBe(sealed.ciphertext);
  });

  it('notice a changed byte anywhere, and a value that is too short', () => {
    const keys = MasterKeys.parse(entry('k1', 1));
    const sealed = keys.seal('sk-secret', 'p');
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(keys.open({ ...sealed, ciphertext: changed.toString('base64') }, 'p')).toBeUndefined();
    }
    expect(keys.open({ ...sealed, ciphertext: 'AAAA' }, 'p')).toBeUndefined();
  });

  it('are rotated: the new one seals, the old one still opens until it is taken away', () => {
    const sealed = MasterKeys.parse(entry('old', 1)).seal('sk-secret', 'p');
    const rotated = MasterKeys.parse(`${entry('new', 2)},\n${entry('old', 1)}`);
    expect(rotated.open(sealed, 'p')).toBe('sk-secret');
    expect(rotated.currentId).toBe('new');
    expect(rotated.seal('sk-secret', 'p').masterKeyId).toBe('new');
    expect(MasterKeys.parse(entry('new', 2)).open(sealed, 'p')).toBeUndefined();
  });

  it('are replaced while they are in use, or not at all', () => {
    const keys = MasterKeys.parse(entry('old', 1));
    const sealed = keys.seal('sk-secret', 'p');
    expect(() => keys.replace('nonsense')).toThrow('Entry 1');
    expect(keys.open(sealed, 'p')).toBe('sk-secret');
    keys.replace(entry('new', 2));
    expect(keys.currentId).toBe('new');
    expect(keys.open(sealed, 'p')).toBeUndefined();
  });

  it('refuse what is no key without repeating it', () => {
    expect(() => MasterKeys.parse('short:YWJj')).toThrow(/^Entry 1 of MASTER_KEYS must be/);
    expect(() => MasterKeys.parse(`${entry('k1', 1)},YWJj`)).toThrow('Entry 2');
    expect(() => MasterKeys.parse('short:YWJj')).not.toThrow('YWJj');
    expect(() => MasterKeys.parse(`${entry('k1', 1)} ${entry('k1', 2)}`)).toThrow('twice');
  });

  it('are none without configuration', () => {
    const none = MasterKeys.parse(undefined);
    expect(none.isConfigured).toBe(false);
    expect(none.currentId).toBeUndefined();
    expect(() => none.seal('s', 'p')).toThrow('MASTER_KEYS is not set');
  });
});
