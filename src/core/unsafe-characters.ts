/**
 * What must not reach a terminal as it is: C0, DEL, C1, bidi controls, line and paragraph separators, zero-width marks of
 * direction. Source of a regular expression.
 */
export const UNSAFE =
  '[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]';
