/** `/_kasane` behind the gateway: loaded by the first request for it. */
import type { ControlApi } from '../control/control.ts'
import type { ControlParts } from '../control/resource.ts'
import type { Site } from '../gateway/site.ts'

export interface ControlSite extends Site {
  /** Ends the streams that clients follow. */
  end(): void
}

export function controlSite(parts: () => ControlParts): ControlSite {
  let api: Promise<ControlApi> | undefined
  return {
    owns: ({ path }) => path === '/_kasane' || path.startsWith('/_kasane/'),
    async handle(request, { isLoopback }) {
      api ??= import('../control/control.ts').then(({ controlApi }) => controlApi(parts()))
      return (await api).handle(request, { isLoopback })
    },
    end: () => void api?.then((loaded) => loaded.end()),
  }
}
