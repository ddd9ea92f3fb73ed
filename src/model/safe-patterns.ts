/**
 * Patterns of AWS's that a crafted value makes backtrack without end, each with one of the same
 * language that has a single way to match. Messages go on quoting AWS's.
 */
export const safePatterns: Readonly<Record<string, string>> = {
  // EventBridge, header values of connections: tabs, then any text with a printable in front.
  '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$': '\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*',
  '^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$':
    '\\t*[^\\x00-\\x1F:\\x7F][^\\x00-\\x08\\x0A-\\x1F:\\x7F]*',
  // RDS, names of blue/green deployments and capacity reservations: no two hyphens side by side.
  '[a-zA-Z](?:-?[a-zA-Z0-9]+)*': '[a-zA-Z](?:-?[a-zA-Z0-9])*',
  '[a-z](?:-?[a-z0-9]+){0,15}': '[a-z](?:(?:-[a-z0-9]+){0,15}|[a-z0-9]+(?:-[a-z0-9]+){0,14})',
  // ECR, filters of repositories to scan: no two separators side by side, none at the end.
  '^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$': '[a-z0-9*](?:[._\\-/]?[a-z0-9*])*',
  // DynamoDB, buckets of exports and imports: letters and digits at both ends.
  '^[a-z0-9A-Z]+[\\.\\-\\w]*[a-z0-9A-Z]+$': '[a-z0-9A-Z][\\.\\-\\w]*[a-z0-9A-Z]',
}
