/** The control API as labs need it: explanations and the clock. */
export interface ControlClient {
  get(path: string): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
}

export function controlClient(endpoint: string, token?: string): ControlClient {
  const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  const ask = async (path: string, init: RequestInit) => {
    const headers = { ...authorization, 'content-type': 'application/json' }
    const response = await fetch(new URL(`/_kasane${path}`, endpoint), { ...init, headers })
    const answer = (await response.json()) as { readonly error?: { readonly message: string } }
    if (answer.error) throw new Error(answer.error.message)
    return answer
  }
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', body: JSON.stringify(body) }),
  }
}
