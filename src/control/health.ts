/** `/_kasane/health`: answers as soon as calls are served. */
import { json } from './reply.ts'
import type { Resource } from './resource.ts'

export const health: Resource = {
  path: '/health',
  says: 'whether calls are served, and which services are loaded',
  methods: {
    GET({ parts: { kernel } }) {
      const { services } = kernel.parts
      const states = services.names.map((name) => [
        name,
        services.loaded(name) ? 'running' : 'available',
      ])
      return json({ status: 'ok', services: Object.fromEntries(states) })
    },
  },
}
