/** `SendMessage` → `send-message`, `DescribeDBInstances` → `describe-db-instances`. */
export function kebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

/** `SendMessage` → `sendMessage`, `elastic-load-balancing-v2` → `elasticLoadBalancingV2`. */
export function camelCase(name: string): string {
  const words = kebabCase(name).split('-')
  return words.map((word, at) => (at === 0 ? word : capital(word))).join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
