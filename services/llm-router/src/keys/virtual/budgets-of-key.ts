import { createId } from '@botarmy/contracts';
import type { CreateVirtualKeyRequest } from '@botarmy/contracts';

import type { BudgetOfKey } from './virtual-key-store';

/** The budget and the limit a key is made with; none where nothing was asked for. */
export function budgetsOfKey(
  keyId: string,
  { name, limits = {} }: Pick<CreateVirtualKeyRequest, 'name' | 'limits'>,
  createdBy: string,
  now: Date,
): BudgetOfKey[] {
  const { budget_micros, budget_period = 'month', ...rates } = limits;
  const shared = (): Omit<BudgetOfKey, 'period'> => ({
    budget_id: createId('bud', now.getTime()),
    name: `Key ${name}`.slice(0, 100),
    scope_kind: 'virtual_key',
    scope_id: keyId,
    created_by: createdBy,
  });
  const hasRates = Object.values(rates).some((rate) => rate !== undefined);
  return [
    ...(hasRates ? [{ ...shared(), ...rates, period: 'minute' as const }] : []),
    ...(budget_micros === undefined ? [] : [{ ...shared(), period: budget_period, limit_micros: budget_micros }]),
  ];
}
