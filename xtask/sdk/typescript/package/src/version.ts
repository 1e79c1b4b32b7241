// The version of this package, which is that of the OpenAPI document it was made from.

/** The version of this package. */
export const VERSION = '@version@';
