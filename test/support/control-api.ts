/** The control API of a started cloud, as journeys use it. */
export async function control(url: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}/_kasane${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}

/** Moves the emulated time, and lets all that falls due happen. */
export async function advance(url: string, duration: string): Promise<void> {
  await control(url, '/clock', { advance: duration })
}
