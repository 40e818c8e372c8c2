import type { OwnerEnvironment } from '../environment';
import { endRun } from '../platform/end-run';
import { stateDirectoryOf } from '../state/state-folder';
import type { Print } from '../terminal/print';

/** `npm run kill`: ends exactly the processes the launcher of this state folder recorded. */
export async function kill(_options: readonly string[], environment: OwnerEnvironment, print: Print): Promise<number> {
  const ended = await endRun(stateDirectoryOf(environment));
  print(ended.length === 0 ? 'Nothing runs.' : `Ended: ${ended.join(', ')}.`);
  return 0;
}
