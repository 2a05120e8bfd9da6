/** Thrown by a part of the data whose evaluation fails here and in a cluster. */
export class Failure extends Error {}
