// Starts the roles of the configuration (web, worker or both) and stops them gracefully. Nothing else.
import 'temporal-polyfill/global'
import { createApp } from './app.ts'
import { type Config, ConfigFault, readConfig } from './platform/config/config.ts'
import { readEnv } from './platform/config/env.ts'
import { collectWhenIdle } from './platform/idle-memory.ts'
import { startFault } from './platform/config/start-fault.ts'

let config: Config | undefined
try {
  config = readConfig(readEnv())
  const app = await createApp(config)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      app.log.info('stopping', { signal })
      void app.dispose().then(
        () => process.exit(0),
        (error: unknown) => {
          app.log.error('stopping failed', { error })
          process.exit(1)
        },
      )
    })
  }
  await app.start()
  collectWhenIdle()
} catch (error) {
  const fault = error instanceof ConfigFault ? error : config && startFault(error, config)
  console.error(fault ? fault.message : error)
  process.exit(1)
}
