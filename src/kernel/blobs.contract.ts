/** What every keeper of blobs must do. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Blobs, ByteRange } from './blobs.ts'

export interface OpenedBlobs {
  readonly blobs: Blobs
  end(): Promise<void>
}

export function describeBlobs(name: string, open: () => Promise<OpenedBlobs>): void {
  describe(name, () => {
    let opened: OpenedBlobs
    let blobs: Blobs
    beforeEach(async () => {
      opened = await open()
      blobs = opened.blobs
    })
    afterEach(() => opened.end())

    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251))
    async function* source(failAt = Infinity) {
      for (let at = 0; at < bytes.length; at += 70_000) {
        if (at >= failAt) throw new Error('the client went')
        yield bytes.subarray(at, at + 70_000)
      }
    }
    const read = async (id: string, range?: ByteRange) => collect(await blobs.read(id, range))

    it('measures what it takes in, and gives it back once it is kept', async () => {
      const staged = await blobs.write(source(), { digests: ['md5', 'sha256', 'sha1', 'crc32'] })
      expect(staged.size).toBe(200_000)
      const hashes = ['md5', 'sha256', 'sha1'].map((algorithm) => [
        algorithm,
        createHash(algorithm).update(bytes).digest(),
      ])
      expect(staged.digests).toEqual({
        ...Object.fromEntries(hashes),
        crc32: Buffer.from('a745c145', 'hex'),
      })
      expect((await collect(await staged.read())).equals(bytes)).toBe(true)
      await staged.keep()
      expect((await read(staged.id)).equals(bytes)).toBe(true)
      expect(await blobs.list()).toEqual([staged.id])
    })

    it('does not find what is staged and not kept', async () => {
      const staged = await blobs.write([bytes])
      await expect(blobs.read(staged.id)).rejects.toMatchObject({ name: 'NoSuchBlob' })
      expect(await blobs.list()).toEqual([])
      await staged.drop()
    })

    it('reads a range, up to the end where it goes beyond', async () => {
      const staged = await blobs.write([bytes])
      await staged.keep()
      for (const [start, end] of [
        [0, 1],
        [65_535, 65_537],
        [199_999, 200_001],
        [5, 5],
        [200_000, 300_000],
      ] as const) {
        const part = await read(staged.id, { start, end })
        expect(part.equals(bytes.subarray(start, end)), `${start}-${end}`).toBe(true)
      }
    })

    it('keeps an empty one', async () => {
      const staged = await blobs.write([])
      await staged.keep()
      expect(await read(staged.id)).toHaveLength(0)
    })

    it('leaves nothing of a source that is too long', async () => {
      const write = blobs.write(source(), { sizeMax: 199_999 })
      await expect(write).rejects.toMatchObject({
        name: 'BlobTooLong',
        message: 'The body has more than 199999 bytes.',
      })
      const staged = await blobs.write(source(), { sizeMax: 200_000 })
      expect(staged.size).toBe(200_000)
    })

    it('passes on what the source throws', async () => {
      await expect(blobs.write(source(100_000))).rejects.toThrow('the client went')
      expect(await blobs.list()).toEqual([])
    })

    it('keeps what a source hands out in one buffer again and again', async () => {
      async function* reusing() {
        const buffer = Buffer.alloc(2)
        for (const text of ['ab', 'cd']) {
          buffer.write(text)
          yield buffer
        }
      }
      const staged = await blobs.write(reusing())
      await staged.keep()
      expect((await read(staged.id)).toString()).toBe('abcd')
    })

    it('reads to its end what is deleted meanwhile', async () => {
      const staged = await blobs.write([bytes])
      await staged.keep()
      const stream = await blobs.read(staged.id)
      await blobs.delete(staged.id)
      expect((await collect(stream)).equals(bytes)).toBe(true)
      await expect(blobs.read(staged.id)).rejects.toMatchObject({ name: 'NoSuchBlob' })
      await blobs.delete(staged.id)
    })

    it('takes the name it is given, in place of what had it', async () => {
      for (const text of ['first', 'second']) {
        const staged = await blobs.write([Buffer.from(text)], { id: 'a-name' })
        await staged.keep()
      }
      expect((await read('a-name')).toString()).toBe('second')
      expect(await blobs.list()).toEqual(['a-name'])
    })

    it('holds what its successor holds, from the moment that this takes its place', async () => {
      const staged = await blobs.write([Buffer.from('old')], { id: 'both' })
      await staged.keep()
      const next = await blobs.successor('2')
      await next.put('both', [Buffer.from('new')])
      await next.put('added', source())
      expect((await read('both')).toString()).toBe('old')
      expect(await blobs.list()).toEqual(['both'])
      next.takePlace()
      expect((await read('both')).toString()).toBe('new')
      expect((await read('added')).equals(bytes)).toBe(true)
      expect([...(await blobs.list())].sort()).toEqual(['added', 'both'])
    })

    it('is as it was when its successor is given up', async () => {
      const staged = await blobs.write([Buffer.from('old')], { id: 'both' })
      await staged.keep()
      const next = await blobs.successor('2')
      await next.put('both', [Buffer.from('new')])
      await expect(next.put('added', source(100_000))).rejects.toThrow('the client went')
      await next.drop()
      expect((await read('both')).toString()).toBe('old')
      expect(await blobs.list()).toEqual(['both'])
    })

    it('forgets what was staged, and keeps what was kept', async () => {
      await blobs.write([bytes])
      const staged = await blobs.write([bytes])
      await staged.keep()
      await blobs.dropStaged()
      expect(await blobs.list()).toEqual([staged.id])
    })
  })
}

export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(Uint8Array.from(chunk))
  return Buffer.concat(chunks)
}
