import { serviceCaller } from '@botarmy/contracts';
import type { Caller } from '@botarmy/contracts';

import { stopTarget } from './stop-target';

const caller = (tenantId: string, role: Caller['role']): Caller => ({
  ...serviceCaller('test', tenantId, 'req'),
  role,
});
const reason = 'It writes nonsense.';

describe('what a stop stops', () => {
  it('is an operator’s own tenant, or an agent or process in it', () => {
    const operator = caller('ten_a', 'operator');
    expect(stopTarget({ scope: 'tenant', reason }, operator)).toEqual({
      tenant_id: 'ten_a',
      scope: 'tenant',
      subject: '',
    });
    expect(stopTarget({ scope: 'agent', subject: 'developer', reason }, operator)).toEqual({
      tenant_id: 'ten_a',
      scope: 'agent',
      subject: 'developer',
    });
  });

  it('is everything, another tenant or a process of all tenants for the installation’s administrators alone', () => {
    const requests = [
      { scope: 'everything', reason },
      { scope: 'tenant', subject: 'ten_b', reason },
      { scope: 'process', subject: 'sdlc', all_tenants: true, reason },
    ] as const;
    const targets = requests.map((request) => stopTarget(request, caller('ten_default', 'admin')));
    expect(targets.map(({ tenant_id }) => tenant_id)).toEqual(['*', 'ten_b', '*']);
    for (const weak of [caller('ten_default', 'operator'), caller('ten_a', 'owner')]) {
      for (const request of requests) {
        expect(() => stopTarget(request, weak)).toThrow(expect.objectContaining({ code: 'not-the-installation' }));
      }
    }
  });

  it('has to be named', () => {
    expect(() => stopTarget({ scope: 'agent', reason }, caller('ten_a', 'operator'))).toThrow(
      expect.objectContaining({ code: 'subject-missing' }),
    );
  });
});
