/** Kasane's version; the package's own, which a test holds it to. */
export const version = '0.1.0'
