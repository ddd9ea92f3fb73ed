import { describe, expect, test } from 'vitest'
import { calledAs } from './called-as.ts'

const clone = '/home/eve/kasane/bin/kasane'
const links: Readonly<Record<string, string>> = {
  '/usr/local/bin/kasane': '/usr/local/lib/node_modules/kasane/bin/kasane',
  '/opt/bin/kasane': '/opt/bin/kasane',
  [clone]: clone,
}

function called(script: string, folder: string, searchPath = '/usr/bin') {
  return calledAs({ script, folder, searchPath, realPathOf: (file) => links[file] })
}

describe('this program is called', () => {
  test('by its name where the shell finds it', () => {
    expect(called('/usr/local/bin/kasane', '/home/eve', '/usr/bin:/usr/local/bin')).toBe('kasane')
    expect(called(clone, '/tmp', '/usr/bin:/home/eve/kasane/bin')).toBe('kasane')
  })

  test('by its path in a clone', () => {
    expect(called(clone, '/home/eve/kasane')).toBe('bin/kasane')
    expect(called(clone, '/home/eve/kasane/bin')).toBe('./kasane')
    expect(called(clone, '/home/eve/kasane/docs')).toBe(clone)
    expect(called('/home/eve/my clone/bin/kasane', '/tmp')).toBe("'/home/eve/my clone/bin/kasane'")
  })

  test('by its path where its name is that of another', () => {
    expect(called(clone, '/home/eve/kasane', '/opt/bin:/home/eve/kasane/bin')).toBe('bin/kasane')
  })

  test('by npx where a project has it as a package', () => {
    const script = '/home/eve/shop/node_modules/.bin/kasane'
    const searchPath = '/home/eve/shop/node_modules/.bin:/usr/bin'
    expect(called(script, '/home/eve/shop', searchPath)).toBe('npx kasane')
  })
})
