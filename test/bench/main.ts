// `npm run bench [row …]`: prints each figure beside its limit from the same run; exits 1 when a floor does not hold.
import { startBench } from './harness.ts'
import { postRows } from './rows/post.ts'
import { readRows } from './rows/read.ts'

const rows = { read: readRows, post: postRows }

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(rows, name))
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}: known are ${Object.keys(rows).join(', ')}.`)
  process.exit(2)
}

const bench = await startBench()
let missed = 0
try {
  console.log('| what | ours /s | limit /s | beside it | ratio | floor | goal |\n|---|---|---|---|---|---|---|')
  for (const [name, run] of Object.entries(rows)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    for (const row of await run(bench)) {
      if (row.ratio < row.floor) missed++
      const verdict = row.ratio >= row.goal ? 'goal met' : row.ratio >= row.floor ? 'floor met' : 'MISSED'
      console.log(
        `| ${row.what} | ${Math.round(row.ours)} | ${Math.round(row.limit)} | ${row.beside} | ${row.ratio.toFixed(2)} × (${verdict}) | ${row.floor} × | ${row.goal} × |`,
      )
    }
  }
} finally {
  await bench.stop()
}
if (missed > 0) {
  console.error(`${missed} floors were missed.`)
  process.exit(1)
}
