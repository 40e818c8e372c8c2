import { loadProcess } from './load-process';
import { smallFiles, SMALL_PROCESS } from './small-process.fixture';

function load(policy: string) {
  return loadProcess(smallFiles(SMALL_PROCESS.replace('- after: first', `- { after: first, policy: ${policy} }`)));
}

describe('the policy of an approval', () => {
  it('travels with the approval as it is written', () => {
    const loaded = load('{ approvers: { groups: [legal] }, quorum: 2, four_eyes: true }');
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        approval_points: [{ policy: { approvers: { groups: ['legal'] }, quorum: 2, four_eyes: true } }],
      },
    });
  });

  it.each([
    ['steps beside approvers', '{ quorum: 2, steps: [{ approvers: { roles: [admin] } }] }'],
    ['approvers that name nobody', '{ approvers: {} }'],
    ['more votes than people', '{ approvers: { users: [usr_a] }, quorum: 2 }'],
    ['an unknown time zone', '{ business_hours: { time_zone: Mars/Olympus, from: "09:00", to: "17:00" } }'],
    ['a day that ends before it begins', '{ business_hours: { time_zone: UTC, from: "17:00", to: "09:00" } }'],
    ['a deadline nobody can act upon', '{ deadline: { after_minutes: 5, then: escalate, approvers: {} } }'],
  ])('is refused for %s', (_name, policy) => {
    expect(load(policy)).toMatchObject({ ok: false, errors: [{ code: 'invalid-policy', line: 52 }] });
  });
});
