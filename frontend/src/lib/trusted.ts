/**
 * The Trusted Types policy named `default`. MapLibre starts its worker from a plain string; only our own
 * worker file passes. Strings that want to become markup or code are refused, as without any policy.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): unknown;
}

function ownWorker(address: string): string {
  const url = new URL(address, location.href);
  if (url.origin === location.origin && /^\/assets\/[\w.-]*worker[\w.-]*\.js$/.test(url.pathname)) return url.href;
  throw new TypeError('script address refused');
}

export function installTrustedTypes(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  factory?.createPolicy('default', { createScriptURL: ownWorker });
}
