/** Thrown by a part of the data that nobody knows before the request is made. */
export class Unknowable extends Error {}

/** Thrown by a part of the data that could not be worked out, as it can't be in a cluster. */
export class Failure extends Error {}
