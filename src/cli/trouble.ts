/** The check cannot give a whole answer; the message is one sentence for the person who started it. */
export class Trouble extends Error {}
