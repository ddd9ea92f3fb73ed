/** `/_kasane` behind the gateway: loaded by the first request for it. */
import type { ControlApi } from '../control/control.ts'
import type { ControlParts } from '../control/resource.ts'
import type { Site } from '../gateway/site.ts'

export function controlSite(parts: () => ControlParts): Site {
  let api: Promise<ControlApi> | undefined
  return {
    owns: ({ path }) => path === '/_kasane' || path.startsWith('/_kasane/'),
    async handle(request, { isLoopback }) {
      api ??= import('../control/control.ts').then(({ controlApi }) => controlApi(parts()))
      const answer = (await api).handle(request, { isLoopback })
      if (!answer) throw new Error(`the control API does not own ${request.path}`)
      return answer
    },
  }
}
