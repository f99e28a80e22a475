// What is left to do when a run is over.
import { discard } from './seeds.ts';

/** Throws the filled databases away. */
export default (): Promise<void> => discard(['office', 'demo']);
