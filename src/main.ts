// Starts the roles of the configuration (web, worker or both) and stops them gracefully. Nothing else.
import 'temporal-polyfill/global'
import { createApp } from './app.ts'
import { ConfigFault, readConfig } from './platform/config/config.ts'
import { readEnv } from './platform/config/env.ts'

try {
  const app = await createApp(readConfig(readEnv()))
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
} catch (error) {
  console.error(error instanceof ConfigFault ? error.message : error)
  process.exit(1)
}
