import DOMPurify from 'dompurify';

interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): unknown;
}

/**
 * Under `require-trusted-types-for 'script'` every markup a library writes as a plain string passes here first. Clearing an element
 * is let through, everything else is sanitized. Scripts and script addresses have no rule, so they stay forbidden.
 */
export function installTrustedTypesPolicy(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypePolicyFactory };
  trustedTypes?.createPolicy('default', {
    createHTML: (html) => (html === '' ? html : DOMPurify.sanitize(html)),
  });
}
