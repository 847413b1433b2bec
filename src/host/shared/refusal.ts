/** Why something a person asked for cannot be done, in words for them: no fault of Vigil, so it is said without a way to its output. */
export class Refusal extends Error {}
