import { capitalised, pluralOf } from '../../language/word-forms';
import { bullet, paragraph, table } from '../block';
import type { WritingContext } from '../writing-context';
import type { SectionWriter } from './section-writer';

/** Name of the risk, likelihood, impact, what is done about it. */
type Risk = readonly [string, string, string, string];

export const writeRisks: SectionWriter = (c) => {
  const risks = risksOf(c);
  const [first] = risks;
  return [
    paragraph(`The risk to watch most for ${c.product}: ${first?.[0] ?? ''}. Answer: ${first?.[3] ?? ''}.`),
    table(['Risk', 'Likelihood', 'Impact', 'Answer'], risks.slice(0, 6)),
    bullet(`The list is looked at again whenever ${c.entities(0)} or ${c.entities(1)} change their meaning.`),
  ];
};

/** Risks that follow from the qualities, figures and constraints of the brief, most specific first. */
export function risksOf(c: WritingContext): Risk[] {
  const risks: Risk[] = [];
  if (c.has('offline'))
    risks.push([
      `two devices change the same ${c.entity(0)} while offline`,
      'high',
      'high',
      `merge rule per field of ${c.entity(0)}, conflicts shown to the ${c.actor(0)}`,
    ]);
  if (c.has('payments'))
    risks.push([
      `a payment for ${withoutArticle(c.entity(0))} is booked twice or not at all`,
      'medium',
      'high',
      `idempotency key per ${c.entity(0)}, daily reconciliation with the payment provider`,
    ]);
  if (c.has('privacy'))
    risks.push([
      `personal data of ${pluralOf(c.actor(0))} leaves ${c.product}`,
      'medium',
      'high',
      `store only what ${c.activity(0)} needs, encrypt it, log every access`,
    ]);
  if (c.has('realtime'))
    risks.push([
      `${pluralOf(c.actor(0))} act on ${c.entities(0)} that are out of date`,
      'medium',
      'high',
      `push changes of ${c.entities(0)}, show the age of what is displayed`,
    ]);
  if (c.has('notifications'))
    risks.push([
      `messages about ${c.entities(1)} arrive late or too often`,
      'medium',
      'medium',
      `let each ${c.actor(0)} choose, count what is sent and what is opened`,
    ]);
  if (c.has('learning'))
    risks.push([
      `suggestions about ${c.entities(0)} are wrong and nobody notices`,
      'medium',
      'medium',
      `show the reason, let the ${c.actor(0)} overrule, compare with what happened`,
    ]);
  if (c.has('integration'))
    risks.push([
      `${c.about.technologies[0] ?? 'a connected system'} is down while ${c.people} work`,
      'medium',
      'medium',
      `queue the exchange of ${c.entities(1)} and repeat it`,
    ]);
  const [tight] = c.figures('speed', 'load', 'size', 'share');
  if (tight)
    risks.push([
      `"${tight.clause}" is missed under real load`,
      'medium',
      'high',
      `load test for ${c.activity(0)} from the first week`,
    ]);
  const [money] = c.figures('money');
  if (money)
    risks.push([
      `the budget (${money.value}) runs out before ${c.activity(2)} works`,
      'medium',
      'high',
      `finish ${c.activity(0)} first, decide on the rest with figures`,
    ]);
  if (c.constraint(0))
    risks.push([
      `the constraint "${c.constraint(0) ?? ''}" is found to be costly late`,
      'low',
      'high',
      `prove it with a small trial around ${c.entities(0)} first`,
    ]);
  risks.push(
    [
      `${c.people} mean different things by "${c.entity(0)}"`,
      'medium',
      'medium',
      `agree on the terms of ${c.product} before work on ${c.activity(1)}`,
    ],
    [
      `${c.activity(1)} turns out to need more than planned`,
      'medium',
      'medium',
      `cut it to what a ${c.actor(0)} needs on the first day`,
    ],
    [
      `${capitalised(c.entities(1))} grow faster than expected`,
      'low',
      'medium',
      `paging and archiving of ${c.entities(1)} from the start`,
    ],
  );
  return risks;
}

function withoutArticle(noun: string): string {
  return `one ${noun}`;
}
