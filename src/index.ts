/** Kasane as a library: a local AWS inside your program or your tests. */
export {
  type ClientConfig,
  type Kasane,
  type KasaneClock,
  type KasaneOptions,
  startKasane,
} from './server/start-kasane.ts'
export { version } from './version.ts'
