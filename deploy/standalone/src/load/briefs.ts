import type { SeededRandom } from './seeded-random';

const products = [
  'booking system',
  'inventory service',
  'survey tool',
  'ticket desk',
  'course planner',
  'parts catalogue',
];
const people = [
  'a clinic',
  'a library',
  'a bicycle workshop',
  'a music school',
  'a housing cooperative',
  'a food bank',
];
const wishes = [
  'People sign in with their e-mail address.',
  'Managers export monthly reports as CSV.',
  'Every change is recorded with its author.',
  'Reminders are sent one day ahead.',
  'It works on phones without installation.',
  'Pages answer within 300 ms for 200 users.',
];

/** A short brief that no other workflow of the run has. */
export function writeBrief(number: number, random: SeededRandom): string {
  const [first, second, third] = random.shuffle(wishes);
  return `Run ${number}: build a ${random.pick(products)} for ${random.pick(people)}. ${first} ${second} ${third}`;
}
