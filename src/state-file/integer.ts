/**
 * Bare digits as JSON has them. Every other number stays the text that it is: `0730170101` is nothing without its zero,
 * and `1.4155E+10` has lost digits.
 */
export const INTEGER = /^(?:0|[1-9]\d{0,14})$/;
