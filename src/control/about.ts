/** `/_kasane`: by which a client knows that this is Kasane, and which API it speaks. */
import { json } from './reply.ts'
import type { Resource } from './resource.ts'

/** Rises with a breaking change only, which then lives at `/_kasane/v2`; members are only added. */
const apiVersion = 1

export function about(resources: () => readonly Resource[]): Resource {
  return {
    path: '',
    says: 'what runs here',
    methods: {
      GET: ({ parts }) =>
        json({
          product: 'kasane',
          version: parts.version,
          api: apiVersion,
          ...parts.about(),
          resources: resources().map(({ path, methods, says }) => ({
            path: `/_kasane${path}`,
            methods: Object.keys(methods),
            says,
          })),
        }),
    },
  }
}
