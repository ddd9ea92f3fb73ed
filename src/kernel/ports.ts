/**
 * What services may ask of the world besides their state. Each file of `src/ports` that a service
 * uses adds its own member, and the server hands in who answers:
 *
 * ```ts
 * declare module '../kernel/ports.ts' {
 *   interface Ports {
 *     readonly managedPolicies: ManagedPolicies
 *   }
 * }
 * ```
 */
export interface Ports {}
