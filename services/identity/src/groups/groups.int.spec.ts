import { Problem, createLogger, MetricsRegistry, SystemClock } from '@botarmy/chassis';
import { createId, DEFAULT_TENANT_ID, listGroups, readMemberships, removeGroup, setGroup } from '@botarmy/contracts';
import type { Caller, ReadMembershipsRequest } from '@botarmy/contracts';
import { Asker, Broker, MessagingMetrics } from '@botarmy/messaging';

import { createIdentityRig } from '../identity.fixture';
import type { IdentityRig } from '../identity.fixture';

const ADMIN: Caller = {
  tenant_id: DEFAULT_TENANT_ID,
  user_id: 'usr_admin',
  user_name: 'Admin',
  role: 'admin',
  request_id: 'req_test',
};

describe('groups', () => {
  let rig: IdentityRig;
  let hitl: Broker;
  let people: readonly string[];

  beforeAll(async () => {
    rig = await createIdentityRig();
    await rig.start();
    const { NATS_URL, NATS_NKEY_SEED } = rig.broker.environmentOf('hitl');
    const logger = createLogger({ level: 'silent' });
    hitl = await Broker.connect({ service: 'hitl', url: NATS_URL, nkeySeed: NATS_NKEY_SEED }, logger);
    people = [createId('usr'), createId('usr')];
    for (const [index, id] of people.entries()) {
      await rig.database.query(
        `INSERT INTO identity."user" (user_id, tenant_id, email, name, role, password_hash)
         VALUES ($1, $2, $3, $4, 'approver', 'x')`,
        [id, DEFAULT_TENANT_ID, `person${index}@example.test`, `Person ${index}`],
      );
    }
  });
  afterAll(async () => {
    await hitl.close();
    await rig.stop();
  });

  const membershipsOf = (request: ReadMembershipsRequest) =>
    new Asker(hitl, new SystemClock(), new MessagingMetrics(new MetricsRegistry())).ask(readMemberships, request, {
      ...ADMIN,
      role: 'viewer',
    });

  it('have members and a version that grows with every change of them', async () => {
    const [ada = '', bob = ''] = people;
    const set = (members: string[], title?: string) =>
      rig.asker.ask(setGroup, { name: 'architects', members, ...(title === undefined ? {} : { title }) }, ADMIN);
    await expect(set([ada], 'Architects')).resolves.toMatchObject({ version: 1, members: [ada], title: 'Architects' });
    await expect(set([ada])).resolves.toMatchObject({ version: 1, title: 'Architects' });
    await expect(set([bob, ada])).resolves.toMatchObject({ version: 2, members: [ada, bob].sort() });
    await expect(membershipsOf({ user_ids: [ada, 'usr_nobody'], groups: ['architects', 'other'] })).resolves.toEqual({
      people: [{ user_id: ada, user_name: 'Person 0', role: 'approver', is_active: true, groups: ['architects'] }],
      groups: [
        { name: 'architects', version: 2 },
        { name: 'other', version: 0 },
      ],
    });
    await expect(rig.asker.ask(listGroups, {}, ADMIN)).resolves.toMatchObject({ groups: [{ name: 'architects' }] });
  });

  it('take nobody the tenant does not know', async () => {
    const refused = rig.asker.ask(setGroup, { name: 'ghosts', members: ['usr_ghost'] }, ADMIN);
    await expect(refused).rejects.toBeInstanceOf(Problem);
    await expect(refused).rejects.toMatchObject({ status: 422, code: 'unknown-members' });
    const { groups } = await rig.asker.ask(listGroups, {}, ADMIN);
    expect(groups.map(({ name }) => name)).not.toContain('ghosts');
  });

  it('go with their memberships', async () => {
    const [ada = ''] = people;
    await rig.asker.ask(setGroup, { name: 'legal', members: [ada] }, ADMIN);
    await expect(rig.asker.ask(removeGroup, { name: 'legal' }, ADMIN)).resolves.toEqual({ removed: true });
    await expect(rig.asker.ask(removeGroup, { name: 'legal' }, ADMIN)).resolves.toEqual({ removed: false });
    const { people: found } = await membershipsOf({ user_ids: [ada], groups: [] });
    expect(found[0]?.groups).not.toContain('legal');
  });

  it('are set by admins alone', async () => {
    const asked = rig.asker.ask(setGroup, { name: 'x', members: [] }, { ...ADMIN, role: 'approver' });
    await expect(asked).rejects.toMatchObject({ status: 403 });
  });
});
