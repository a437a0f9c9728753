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

/** Every host, in `HOST=URL`. */
export const ALL_HOSTS = 'all';

/** Some hosts, and the base URL for them. */
export interface HostUrl {
  hosts: readonly HostName[];
  url: string;
}

/** The base URL of each host. A URL for one host overrides one for all hosts, in any order. */
export const toBaseUrls = (urls: readonly HostUrl[]): BaseUrls =>
  Object.fromEntries(
    [...urls]
      .sort((a, b) => b.hosts.length - a.hosts.length)
      .flatMap(({ hosts, url }) => hosts.map((host) => [host, url])),
  );

/** Base URLs as `HOST=URL`; none for Sinch's own. */
export function describeBaseUrls(baseUrls: BaseUrls): string[] {
  const [first] = HOST_NAMES;
  const url = first && baseUrls[first];
  if (url && HOST_NAMES.every((host) => baseUrls[host] === url)) return [`${ALL_HOSTS}=${url}`];
  return HOST_NAMES.flatMap((host) => (baseUrls[host] ? [`${host}=${baseUrls[host]}`] : []));
}
