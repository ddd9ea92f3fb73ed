/** A small service for the kernel's own tests: texts kept as blobs. */
import { collect } from '../blobs.contract.ts'
import type { Blobs } from '../blobs.ts'
import { collection, defineState } from '../collection.ts'
import { operation } from '../operation.ts'
import { defineService, operationsOn } from '../service.ts'

interface File {
  readonly name: string
  readonly blobId: string
}

const state = defineState({
  files: collection({
    version: 1,
    key: (file: File) => [file.name],
    blobs: (file: File) => [file.blobId],
  }),
})

interface PutFile {
  readonly name: string
  readonly text: string
  readonly isSlow?: boolean
}

export function files(blobs: Blobs) {
  const filesOperation = operationsOn(state)
  const putFile = filesOperation(operation<PutFile, object>('files', 'PutFile'), {
    resource: () => '*',
    async before({ input }) {
      if (input.isSlow) await new Promise((resolve) => setImmediate(resolve))
      const staged = await blobs.write([Buffer.from(input.text)])
      await staged.keep()
      return staged.id
    },
    run({ input, state, prepared }) {
      state.files.put({ name: input.name, blobId: prepared })
      return {}
    },
  })
  const copyFile = filesOperation(
    operation<{ from: string; to: string }, object>('files', 'CopyFile'),
    {
      resource: () => '*',
      run({ input, state }) {
        const file = state.files.get(input.from)
        if (file) state.files.put({ ...file, name: input.to })
        return {}
      },
    },
  )
  const deleteFile = filesOperation(operation<{ name: string }, object>('files', 'DeleteFile'), {
    resource: () => '*',
    run({ input, state }) {
      state.files.delete(input.name)
      return {}
    },
  })
  const getFile = filesOperation(
    operation<{ name: string }, { text?: string | undefined }>('files', 'GetFile'),
    {
      resource: () => '*',
      async before({ input, state }) {
        const file = state.files.get(input.name)
        return file && (await collect(await blobs.read(file.blobId))).toString()
      },
      run: ({ prepared }) => ({ text: prepared }),
    },
  )
  return defineService({
    name: 'files',
    state,
    operations: [putFile, copyFile, deleteFile, getFile],
  })
}
