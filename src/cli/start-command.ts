/** `kasane start`, as it is declared; what it does is in start.ts, which brings the server along. */
import type { Command, Option } from './command.ts'

export const startOptions: readonly Option[] = [
  { name: 'port', value: 'port', says: 'where to listen (else 4566); 0 takes a free one' },
  {
    name: 'host',
    value: 'address',
    says: 'listens there instead of on this machine alone; others then need the printed token',
  },
  {
    name: 'data-dir',
    value: 'folder',
    says: 'keeps everything there, over restarts (else in memory)',
  },
  { name: 'durable', says: 'answers a write when the disk has it, not within a second' },
  { name: 'https', says: 'speaks HTTPS, with a certificate of its own' },
  { name: 'certificate', value: 'file', says: 'speaks HTTPS with this certificate (PEM)' },
  { name: 'key', value: 'file', says: 'the private key of the certificate (PEM)' },
  {
    name: 'allow-host',
    value: 'name',
    isRepeated: true,
    says: 'a further name by which clients reach this cloud, such as that of a Compose service',
  },
  {
    name: 'allow-origin',
    value: 'origin',
    isRepeated: true,
    says: 'lets web pages of this origin call; * lets all',
  },
  { name: 'trust-any-key', says: 'with --host: unknown access keys are root, as on this machine' },
  {
    name: 'access-key',
    value: 'id:secret[:account]',
    isRepeated: true,
    says: 'an access key of the root user, whose signatures are verified',
  },
  {
    name: 'iam',
    value: 'mode',
    says: 'on: callers are judged as AWS judges them; audit: what would be refused is only recorded; off',
  },
  {
    name: 'token',
    value: 'token',
    says: 'with --host: what others show to steer the cloud (else one is made and printed)',
  },
  { name: 'clock', value: 'mode', says: 'held: time moves only when told (else running)' },
  {
    name: 'real-durations',
    says: 'tables and the like take as long to be made as on AWS (else a moment)',
  },
  { name: 'quiet', says: 'prints nothing but warnings and errors' },
]

export const start: Command = {
  name: 'start',
  summary: 'runs the cloud in the foreground',
  options: startOptions,
  async run(run) {
    const { start: begin } = await import('./start.ts')
    return begin(run)
  },
}
