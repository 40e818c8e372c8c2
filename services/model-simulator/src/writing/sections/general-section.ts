import { capitalised } from '../../language/word-forms';
import { bullet, paragraph } from '../block';
import type { SectionWriter } from './section-writer';

/** For headings of no known kind: says what the heading means for the brief's people, things and limits. */
export const writeGeneralSection: SectionWriter = (c) => {
  const topic = c.heading.replace(/[:#*_`]/g, '').trim();
  const inSentence = /^\p{Lu}\p{Ll}/u.test(topic) ? topic.charAt(0).toLowerCase() + topic.slice(1) : topic;
  return [
    paragraph(
      c.say.of(
        topic,
        `For ${inSentence}, what counts in ${c.product} is ${c.activity(0)}; ${c.source} leaves no doubt about that.`,
        `${c.product} answers the question of ${inSentence} from the side of ${c.people}, who ${c.ability(0)} every day.`,
      ),
    ),
    bullet(`${capitalised(c.entities(0))}: covered under ${inSentence} wherever ${c.activity(0)} changes them.`),
    bullet(`${capitalised(c.activity(1))}: treated the same way, with ${c.entities(1)} in place of ${c.entities(0)}.`),
    ...c.about.constraints.slice(0, 2).map((constraint) => bullet(`Limit from the brief: ${constraint}.`)),
    ...c.about.figures.slice(0, 1).map((figure) => bullet(`Figure that bears on ${inSentence}: ${figure.clause}.`)),
    bullet(`To be confirmed by a ${c.actor(0)} before work on ${c.activity(2)} begins.`),
  ];
};
