import { describe, expect, test } from 'vitest'
import { readStartWords } from './start-words.ts'

describe('the words behind kasane start', () => {
  test('are read without the library', () => {
    const words = '--port 0 --host=0.0.0.0 --data-dir d --durable --allow-origin a --allow-origin b'
    expect(readStartWords(words.split(' '))).toEqual({
      port: '0',
      host: '0.0.0.0',
      dataDir: 'd',
      durable: true,
      allowOrigin: ['a', 'b'],
    })
    expect(readStartWords([])).toEqual({})
  })

  test.each([['--help'], ['--prot=1'], ['--port'], ['--durable=yes'], ['here'], ['-p', '1']])(
    'are left to the library when they are %j',
    (...words) => {
      expect(readStartWords(words)).toBeUndefined()
    },
  )
})
