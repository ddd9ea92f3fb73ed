/** Vectors that Kasane answers otherwise than Smithy's suite says, each with its reason. */

/** Keys are the vector's kind and id. A listed vector that passes fails the suite: strike it out. */
export const exceptions: Readonly<Record<string, string>> = {}
