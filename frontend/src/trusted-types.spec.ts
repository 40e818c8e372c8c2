import { installTrustedTypesPolicy } from './trusted-types';

describe('the default Trusted Types policy', () => {
  it('lets an element be cleared and sanitizes everything else', () => {
    const policies: Record<string, { createHTML: (html: string) => string }> = {};
    const createPolicy = (name: string, rules: { createHTML: (html: string) => string }): void => {
      policies[name] = rules;
    };
    Object.assign(globalThis, { trustedTypes: { createPolicy } });
    installTrustedTypesPolicy();
    expect(Object.keys(policies)).toEqual(['default']);
    expect(policies['default']?.createHTML('')).toBe('');
    expect(policies['default']?.createHTML('<b>x</b><img src=x onerror=alert(1)>')).toBe('<b>x</b><img src="x">');
    expect(Object.keys(policies['default'] ?? {})).toEqual(['createHTML']);
    Object.assign(globalThis, { trustedTypes: undefined });
  });

  it('is left out where the browser knows none', () => {
    expect(() => installTrustedTypesPolicy()).not.toThrow();
  });
});
