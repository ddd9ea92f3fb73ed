/** REST vectors that are answered otherwise, each with its reason. */
export const restExceptions: Readonly<Record<string, string>> = {}
