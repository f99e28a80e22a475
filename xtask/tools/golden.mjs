// Runs the example `golden` in its browser form and prints the text that it makes: node golden.mjs <module.wasm>
import { readFile } from 'node:fs/promises'

const [module] = process.argv.slice(2)
const { instance } = await WebAssembly.instantiate(await readFile(module), {})
const { golden_at, golden_bytes, memory } = instance.exports
const [at, bytes] = [golden_at(), golden_bytes()]
process.stdout.write(Buffer.from(memory.buffer, at, bytes))
