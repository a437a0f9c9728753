/** `100,000`: an integer as people read it. Not by Intl, whose first use alone takes 10 ms. */
export const formatNumber = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
