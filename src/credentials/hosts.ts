/** The base URLs of the four Sinch hosts, by their names in sinchctl. */
export const HOSTS = {
  calling: 'https://callingapi.sinch.com',
  portal: 'https://portalapi.sinch.com',
  account: 'https://api.sinch.com',
  user: 'https://userapi.sinch.com',
} as const;

export type HostName = keyof typeof HOSTS;
export type BaseUrls = { [H in HostName]?: string | undefined };

export const HOST_NAMES = Object.keys(HOSTS) as HostName[];
export const isHost = (text: string): text is HostName => Object.hasOwn(HOSTS, text);
