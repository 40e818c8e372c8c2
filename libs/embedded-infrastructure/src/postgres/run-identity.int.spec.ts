import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chooseRunIdentity, giveTo } from './run-identity';

const isRoot = process.getuid?.() === 0;

describe('the identity PostgreSQL runs under', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'botarmy-identity-spec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  (isRoot ? it : it.skip)('is a user namespace for root, which leaves the files to root', () => {
    expect(chooseRunIdentity(folder, () => true)).toEqual({
      prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'],
    });
  });

  (isRoot ? it : it.skip)(
    'is an ordinary user where root may make no namespace, and the folder becomes that user’s',
    () => {
      const identity = chooseRunIdentity(join(folder, 'new'), () => false);
      expect(identity.uid).toBeGreaterThan(0);
      const cluster = join(folder, 'cluster');
      mkdirSync(cluster);
      giveTo(identity, cluster, folder);
      expect(statSync(cluster).uid).toBe(identity.uid);
      expect(statSync(folder).mode & 0o777).toBe(0o711);
    },
  );

  (isRoot ? it : it.skip)('is the owner of data that is not root’s', () => {
    chownSync(folder, 1234, 1235);
    expect(chooseRunIdentity(folder, () => true)).toEqual({ prefix: [], uid: 1234, gid: 1235 });
  });

  it('is refused with a remedy when the data belongs to somebody else', () => {
    const getuid = jest.spyOn(process, 'getuid' as never).mockReturnValue(4321 as never);
    expect(() => chooseRunIdentity(folder)).toThrow(/belongs to user \d+, but this is user 4321.*chown -R 4321/);
    expect(chooseRunIdentity(join(folder, 'new'))).toEqual({ prefix: [] });
    getuid.mockRestore();
  });
});
