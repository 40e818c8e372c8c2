/** A suppressed rule says why, after two dashes, and names the rule. */

const directive = /^\s*eslint-(disable|disable-line|disable-next-line)\b(.*)$/s;

export const disableNeedsReason = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      reason: 'Say why: // eslint-disable-next-line <rule> -- <reason>',
      rule: 'Name the rule that is switched off.',
    },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const rest = directive.exec(comment.value)?.[2];
        if (rest === undefined) continue;
        const [rules, reason = ''] = rest.split(/\s--\s/);
        if (reason.trim().length < 10) context.report({ loc: comment.loc, messageId: 'reason' });
        if (rules.trim() === '') context.report({ loc: comment.loc, messageId: 'rule' });
      }
    },
  }),
};
