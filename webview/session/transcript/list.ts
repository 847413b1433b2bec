/** The rows of the transcript, asked for as they are seen. */
import type { CardRow } from '../../../src/questions/cards';
import { list } from '../../shared/questions';

export const CARDS = list('cards', 40, (reply): readonly CardRow[] => reply.rows);
